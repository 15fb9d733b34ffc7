from __future__ import annotations

import asyncio
import time

from ftcrawler.quota.turns import DEFAULT_PAUSE, Turns


async def leave(turns, count):
    left = []

    async def one():
        await turns.wait()
        left.append(time.monotonic())

    await asyncio.gather(*(one() for _ in range(count)))
    return left


async def test_many_who_wait_leave_in_order_of_the_window():
    left = await leave(Turns(10), 25)
    assert all(b - a > 1 for a, b in zip(left, left[10:], strict=False))


async def test_an_announced_limit_wins():
    turns = Turns(10)
    turns.heed_limit("3")
    turns.heed_limit("rubbish")
    left = await leave(turns, 5)
    assert all(b - a > 1 for a, b in zip(left, left[3:], strict=False))


async def test_no_quota_stays_none():
    turns = Turns(0)
    turns.heed_limit("3")
    left = await leave(turns, 50)
    assert len(left) == 50


async def test_a_refusal_holds_back_those_who_wait_already():
    turns = Turns(1)
    await turns.wait()
    waiting = asyncio.create_task(turns.wait())
    await asyncio.sleep(0)
    began = time.monotonic()
    assert turns.heed_refusal("2") == 2.0
    await waiting
    assert time.monotonic() - began >= 2


def test_a_refusal_without_a_delay_waits_long():
    assert Turns(10).heed_refusal("") == DEFAULT_PAUSE
