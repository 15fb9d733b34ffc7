"""The queue of one process in front of a quota, which is a fake here: it says what it is told."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

import pytest

from ftcrawler.exceptions import QuotaError, StoppedError
from ftcrawler.quota.pause import LONGEST_PAUSE, Pause
from ftcrawler.quota.request_queue import LAPSE, RequestQueue, Turn
from ftcrawler.quota.schedule import CLOSE, WIDE
from ftcrawler.quota.shared_quota import Verdict

FAILED = QuotaError("Redis, à nulle part")


class Place:
    """A quota that grants everything, but what *fails*, and keeps what it was asked."""

    def __init__(self, *, limit=10, waits=(), fails=()):
        self.limit = limit
        self.waits = list(waits)
        self.fails = set(fails)
        self.pace = None
        self.asked = []

    def told(self):
        """Return what it was told beside departures."""
        return [entry for entry in self.asked if isinstance(entry, tuple)]

    async def ask(self, what, *values):
        self.asked.append((what, *values) if values else what)
        await asyncio.sleep(0)
        if what in self.fails:
            raise FAILED
        now = time.monotonic()
        wait = self.waits.pop(0) if what == "depart" and self.waits else 0.0
        return Verdict(wait, self.limit, now, now)

    async def open(self):
        await self.ask("open")

    async def reserve(self, pace):
        self.pace = pace
        return await self.ask("reserve")

    async def depart(self, pace):
        return await self.ask("depart")

    async def correct(self, moment, late):
        await self.ask("correct", moment, late)

    async def announce(self, limit):
        await self.ask("announce", limit)

    async def pause(self, seconds):
        await self.ask("pause", seconds)

    async def close(self):
        await self.ask("close")


async def leave(turns, count):
    """Let as many leave as ask at once; return their numbers in the order of leaving."""
    left = []

    async def one(number):
        await turns.wait()
        left.append(number)

    await asyncio.gather(*map(one, range(count)))
    return left


async def test_first_come_first_served_one_reservation_at_a_time():
    place = Place(waits=[0.01, 0.01])
    assert await leave(RequestQueue(place), 3) == [0, 1, 2]
    assert place.asked == ["reserve", "depart", "depart", "depart", *["reserve", "depart"] * 2]


async def test_requests_of_one_crawl_stay_apart():
    turns = RequestQueue(Place(), apart=0.05)
    moments = [(await turns.wait()).verdict.moment for _ in range(4)]
    # The first one waits for nobody.
    assert all(b - a >= 0.045 for a, b in pairwise(moments))


async def test_one_that_is_cancelled_hands_its_place_on():
    turns = RequestQueue(Place(waits=[60]))
    waiting = asyncio.create_task(turns.wait())
    next_one = asyncio.create_task(turns.wait())
    await asyncio.sleep(0.01)
    waiting.cancel()
    async with asyncio.timeout(5):
        await next_one


async def test_it_is_opened_once():
    place = Place()
    turns = RequestQueue(place)
    await asyncio.gather(*(turns.open() for _ in range(5)))
    assert place.asked == ["open"]


@pytest.mark.parametrize("fails", ["open", "reserve", "depart"])
async def test_a_failure_is_told_to_all_who_ask_and_nobody_waits_for_it_again(fails):
    place = Place(fails=[fails])
    turns = RequestQueue(place)

    async def ask():
        await turns.open()
        await turns.wait()

    failures = await asyncio.gather(*(ask() for _ in range(5)), return_exceptions=True)
    assert failures == [FAILED] * 5
    assert place.asked.count(fails) == 1


async def test_the_limit_of_a_header_is_told_when_it_is_another():
    place = Place()
    turns = RequestQueue(place)
    await turns.wait()
    for header in ("10", "", "0", "-3", "rubbish", "²", "9" * 400):
        await turns.heed_limit(header)
    assert place.told() == []
    for header in ("3", "3", "12"):
        await turns.heed_limit(header)
    assert place.told() == [("announce", 3), ("announce", 12)]


async def test_who_wants_no_quota_heeds_no_header():
    place = Place(limit=0)
    turns = RequestQueue(place)
    await turns.wait()
    await turns.heed_limit("3")
    assert place.told() == []


async def test_it_goes_near_the_limit_while_nobody_else_takes_from_the_bucket():
    place = Place()
    turns = RequestQueue(place)
    verdict = (await turns.wait()).verdict._replace(recent=6)
    paces = []
    for capacity, left in (
        ("10", "9"),
        ("10", "3"),
        ("10", "2"),
        ("10", "9"),
        ("", ""),
        ("x", "1"),
    ):
        await turns.heed_remaining(verdict, capacity, left)
        await turns.wait()
        paces.append(place.pace)
    # Six of the ten are ours, one may count in another second; what is not said changes nothing.
    assert paces == [CLOSE, CLOSE, WIDE, CLOSE, CLOSE, CLOSE]
    # Near its end, the bucket is left to fill up.
    assert place.told() == [("pause", pytest.approx(0.1))]


async def test_a_pause_is_told_to_all_and_no_longer_than_an_hour():
    place = Place()
    turns = RequestQueue(place)
    for asked in (2.0, 1e9):
        await turns.heed_pause(Pause(asked))
    assert place.told() == [("pause", 2.0), ("pause", LONGEST_PAUSE)]


async def test_who_waits_gives_up_once_the_run_is_stopped():
    over: list[bool] = []
    place = Place(waits=[LONGEST_PAUSE] * 3)
    turns = RequestQueue(place, stopped=lambda: bool(over))
    waiting = [asyncio.create_task(turns.wait()) for _ in range(3)]
    await asyncio.sleep(0.01)
    over.append(True)
    async with asyncio.timeout(5):
        assert [
            type(failed) for failed in await asyncio.gather(*waiting, return_exceptions=True)
        ] == [StoppedError] * 3
    # Only the first of them had asked: no more turns are taken than used.
    assert place.asked == ["reserve", "depart"]
    with pytest.raises(StoppedError):
        await turns.wait()


async def test_the_delay_of_a_crawl_takes_no_turn_from_the_others():
    place = Place()
    turns = RequestQueue(place, apart=60)
    await turns.wait()
    waiting = asyncio.create_task(turns.wait())
    await asyncio.sleep(0.01)
    assert place.asked == ["reserve", "depart"]
    waiting.cancel()


async def test_a_run_that_is_stopped_tells_what_it_learnt_but_waits_for_nobody():
    class Away(Place):
        async def pause(self, seconds):
            await super().pause(seconds)
            await asyncio.sleep(LONGEST_PAUSE)

    place = Away()
    turns = RequestQueue(place, stopped=lambda: True)
    async with asyncio.timeout(10):
        await turns.heed_pause(Pause(5.0))
    assert place.told() == [("pause", 5.0)]


async def test_an_answer_is_not_lost_because_the_others_cannot_be_told():
    turns = RequestQueue(Place(fails=["announce", "pause"]))
    await turns.wait()
    await turns.heed_limit("3")
    await turns.heed_pause(Pause(2.0))
    with pytest.raises(QuotaError):
        await turns.wait()


async def test_a_request_that_left_late_is_corrected():
    place = Place()
    turns = RequestQueue(place)
    in_time, late = await turns.wait(), await turns.wait()
    in_time.verdict = in_time.verdict._replace(granted=time.monotonic() + 60)
    late.verdict = late.verdict._replace(granted=time.monotonic() - 0.3)
    in_time.used()
    late.used()
    await turns.close()
    ((what, moment, by),) = place.told()
    assert (what, moment) == ("correct", late.verdict.moment)
    assert by == pytest.approx(0.3, abs=0.25)
    # What is told last is told before the quota is let go.
    assert place.asked[-1] == "close"


async def test_a_correction_that_fails_fails_the_next_turn():
    turns = RequestQueue(Place(fails=["correct"]))
    turn = await turns.wait()
    turn.verdict = turn.verdict._replace(granted=0.0)
    turn.used()
    await turns.close()
    with pytest.raises(QuotaError):
        await turns.wait()


async def test_a_turn_that_has_lapsed_is_renewed():
    place = Place()
    verdict = (await RequestQueue(place).wait()).verdict
    now = time.monotonic()
    fresh = Turn(verdict._replace(granted=now + 60), RequestQueue(place))
    lapsed = Turn(verdict._replace(granted=now - LAPSE), RequestQueue(place))
    assert (fresh.lapsed, lapsed.lapsed) == (False, True)
    await lapsed.renew()
    assert lapsed.verdict.moment > verdict.moment
    assert place.asked == ["reserve", "depart"] * 2
