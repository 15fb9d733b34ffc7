"""What nobody knows of the real server, both ways; and offers that come and go."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ftsandbox.made.growth import burst_time
from ftsandbox.server import Sandbox, SandboxConfig, running_sandbox
from tests.sandbox.asking import NOW, Api, connected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BASE = SandboxConfig(offers_count=2000, quota=0, now=NOW)


@asynccontextmanager
async def running(**options: Any) -> AsyncIterator[tuple[Sandbox, Api]]:
    with running_sandbox(replace(BASE, **options)) as sandbox:
        async with connected(sandbox) as api:
            yield sandbox, api


def shown(sandbox: Sandbox) -> list[dict[str, Any]]:
    return sandbox.catalogue.source.render(range(len(sandbox.catalogue)))


def at(date: str) -> dict[str, str]:
    """The search between a whole second and itself."""
    return {"minCreationDate": f"{date[:19]}Z", "maxCreationDate": f"{date[:19]}Z"}


def later(date: str, hours: int) -> str:
    return f"{date[:11]}{int(date[11:13]) + hours:02d}{date[13:19]}"


@pytest.mark.parametrize(
    ("precision", "bound", "found"),
    [
        ("second", "inclusive", True),
        ("second", "exclusive", False),
        ("millisecond", "inclusive", False),
    ],
)
async def test_bounds_on_one_second(precision: str, bound: str, *, found: bool):
    async with running(date_precision=precision, upper_bound=bound) as (sandbox, api):
        offer = next(o for o in shown(sandbox) if not o["dateCreation"].endswith(".000Z"))
        assert (offer["id"] in await api.truth(**at(offer["dateCreation"]))) is found
        partner = next(o for o in shown(sandbox) if o["origineOffre"]["origine"] == "2")
        ids = await api.truth(**at(partner["dateCreation"]))
        assert (partner["id"] in ids) is (bound == "inclusive")


@pytest.mark.parametrize("hours", [-2, 1, 2])
async def test_bounds_on_another_clock(hours: int):
    async with running(date_shift=hours) as (sandbox, api):
        offer = next(o for o in shown(sandbox) if 4 < int(o["dateCreation"][11:13]) < 20)
        # What is asked on the bounds' clock is `hours` later on the clock of the dates shown.
        assert offer["id"] in await api.truth(**at(later(offer["dateCreation"], -hours)))
        assert offer["id"] not in await api.truth(**at(offer["dateCreation"]))


async def test_burst():
    async with running(burst_second=500) as (sandbox, api):
        assert len(sandbox.catalogue) == 2500
        dates = [o["dateCreation"] for o in shown(sandbox) if o["origineOffre"]["origine"] == "2"]
        busiest = max(set(dates), key=dates.count)
        assert dates.count(busiest) >= 500
        assert busiest == "2026-11-20T02:30:00.000Z"
        assert burst_time(sandbox.clock.start) in sandbox.catalogue.created
        assert len(await api.truth(**at(busiest))) >= 500


async def test_offers_vanish():
    async with running(vanish=2) as (sandbox, api):
        before = await api.truth()
        sandbox.clock.advance(100)
        after = await api.truth()
        lost = set(before) - set(after)
        assert 150 <= len(lost) <= 260
        assert set(after) <= set(before)
        assert (await api.detail(lost.pop())).status == 204
        assert (await api.detail(after[0])).status == 200
        assert (await api.search()).range == f"offres 0-149/{len(await api.truth())}"
        sandbox.clock.advance(1000)
        assert (await api.search()).range == "*/0"


async def test_offers_appear():
    async with running(appear=0.5) as (sandbox, api):
        before = set(await api.truth())
        sandbox.clock.advance(3 * 3600)
        await api.sign()
        after = await api.truth(sort="1")
        new = [i for i in after if i not in before]
        assert len(new) == pytest.approx(5400, abs=30)
        assert before <= set(after)
        # They are the newest, created since the start and not after now.
        assert after[: len(new)] == new
        offers = {offer["id"]: offer for offer in shown(sandbox)}
        dates = [offers[i]["dateCreation"] for i in new]
        assert dates == sorted(dates, reverse=True)
        assert "2026-11-23T18:30" <= dates[-1] < dates[0] < "2026-11-23T21:32"
        assert len(offers) == len(shown(sandbox))
        assert (await api.detail(new[0])).json == offers[new[0]]
        assert set(await api.truth(publieeDepuis="1")) >= set(new)


async def test_the_same_seed_makes_the_same_offers():
    async with running(appear=1, seed=5) as (one, _), running(appear=1, seed=5) as (other, _):
        for sandbox in (one, other):
            sandbox.clock.advance(700)
            sandbox._service.market.refresh()
        assert shown(one) == shown(other)
    async with running(seed=6) as (third, _):
        assert shown(third)[:100] != shown(one)[:100]
