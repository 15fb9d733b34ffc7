"""What must hold wherever a quota is kept: in a file of this machine, in a Redis."""

from __future__ import annotations

import asyncio
from itertools import chain

import pytest

from ftcrawler.quota.pause import LONGEST_PAUSE
from ftcrawler.quota.schedule import WIDE


async def leave(quota, count):
    """Leave so many times, as one who waits for each; return the moments."""
    moments = []
    for _ in range(count):
        verdict = await quota.reserve(WIDE)
        while True:
            await asyncio.sleep(verdict.wait)
            verdict = await quota.depart(WIDE)
            if not verdict.wait:
                break
        moments.append(verdict.moment)
    return moments


async def test_no_second_holds_more_than_the_limit(made):
    first, second = await made(), await made()
    moments = sorted(chain(*await asyncio.gather(leave(first, 12), leave(second, 12))))
    assert all(b - a >= WIDE.kept for a, b in zip(moments, moments[10:], strict=False))


async def test_departures_are_spread(made):
    quota = await made()
    waits = [(await quota.reserve(WIDE)).wait for _ in range(5)]
    assert waits[0] == 0
    assert waits[4] == pytest.approx(4 * WIDE.planned / 10, abs=0.1)


async def test_keys_do_not_share(made):
    mine, other = await made("mine"), await made("other")
    await leave(mine, 10)
    assert (await mine.depart(WIDE)).wait > 0
    await mine.announce(3)
    await mine.pause(60)
    verdict = await other.reserve(WIDE)
    assert (verdict.wait, verdict.limit) == (0, 10)
    assert (await other.depart(WIDE)).wait == 0


async def test_a_limit_announced_to_one_is_heeded_by_all(made):
    first, second = await made(), await made()
    await first.announce(3)
    assert (await second.reserve(WIDE)).limit == 3
    moments = await leave(second, 5)
    assert all(b - a >= WIDE.kept for a, b in zip(moments, moments[3:], strict=False))
    await second.announce(10)
    assert (await first.reserve(WIDE)).limit == 10


async def test_a_pause_asked_of_one_is_heeded_by_all(made):
    first, second, third = await made(), await made(), await made()
    verdict = await second.reserve(WIDE)
    await first.pause(30)
    await first.pause(1)
    assert verdict.wait == 0
    assert (await second.depart(WIDE)).wait == pytest.approx(30, abs=1)
    assert (await third.reserve(WIDE)).wait == pytest.approx(30, abs=1)


async def test_no_pause_is_kept_for_longer_than_an_hour_whoever_noted_it(made):
    first, second = await made(), await made()
    await first.pause(999_999_999)
    assert (await second.reserve(WIDE)).wait == pytest.approx(LONGEST_PAUSE, abs=5)
    # Nor does it begin anew with each look.
    await asyncio.sleep(0.3)
    assert (await first.depart(WIDE)).wait < LONGEST_PAUSE - 0.2


async def test_a_late_departure_counts_from_when_it_left(made):
    quota = await made(assumed=1)
    await quota.reserve(WIDE)
    verdict = await quota.depart(WIDE)
    await quota.correct(verdict.moment, 3.0)
    assert (await quota.depart(WIDE)).wait == pytest.approx(3 + WIDE.kept, abs=0.5)


async def test_a_correction_keeps_the_order(made):
    quota = await made(assumed=2)
    first, second = await quota.depart(WIDE), await quota.depart(WIDE)
    assert not second.wait
    await quota.correct(first.moment, 3.0)
    assert (await quota.depart(WIDE)).wait < WIDE.kept
    await quota.correct(second.moment, 4.5)
    assert (await quota.depart(WIDE)).wait == pytest.approx(3 + WIDE.kept, abs=0.5)


async def test_what_was_noted_before_the_clock_began_anew_is_forgotten(made):
    quota = await made(assumed=1)
    verdict = await quota.depart(WIDE)
    await quota.announce(3)
    await quota.pause(3600)
    await quota.correct(verdict.moment, 10_000)
    verdict = await quota.reserve(WIDE)
    assert verdict.limit == 1
    assert verdict.wait <= WIDE.kept


async def test_no_quota(made):
    quota = await made(assumed=0)
    await (await made()).announce(3)
    assert len(await leave(quota, 50)) == 50
    assert (await quota.reserve(WIDE)).limit == 0


def moments_of(worker):
    return [float(line) for line in worker.stdout]


def test_processes_share_fairly(begin, place):
    workers = [begin(place, "key", 12) for _ in range(3)]
    taken = [moments_of(worker) for worker in workers]
    together = sorted(chain(*taken))
    assert len(together) == 36
    assert all(b - a >= WIDE.kept - 1e-5 for a, b in zip(together, together[10:], strict=False))
    # While all were there, each had a part; a stall of one may have cost it some.
    start, end = max(moments[0] for moments in taken), min(moments[-1] for moments in taken)
    parts = [sum(start <= moment <= end for moment in moments) for moments in taken]
    assert min(parts) >= sum(parts) / 3 / 2


def test_one_that_was_killed_blocks_nobody(begin, place):
    killed, other = begin(place, "key", 1000), begin(place, "key", 15)
    for _ in range(5):
        assert killed.stdout.readline()
    killed.kill()
    killed.wait()
    assert len(moments_of(other)) == 15


def test_many_who_change_it_at_once_do_not_refuse_one_another(begin, place):
    workers = [begin(place, "key", 400, 0) for _ in range(3)]
    assert [len(moments_of(worker)) for worker in workers] == [400] * 3
    assert [worker.wait() for worker in workers] == [0] * 3
