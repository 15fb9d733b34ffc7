"""How days are ordered: what may be asked of them, by whom, and what that gives."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftsandbox.days.day_order import DayOrder
from ftsandbox.server import Sandbox, SandboxConfig, running_sandbox
from ftsandbox.service import Service
from tests.effort import examples
from tests.sandbox.asking import NOW, Api, connected
from tests.sandbox.playing import BUSY, CONFIG, DAYS, details, next_day, read

if TYPE_CHECKING:
    from pathlib import Path

ORDER = st.fixed_dictionaries(
    {"opened": st.integers(0, 20), "reopened": st.sampled_from([0, 0.3, 1.0])}
    | dict.fromkeys(("changed", "actualised", "closed", "hidden"), st.floats(0, 0.25))
)


@given(st.integers(0, 2**31), st.integers(0, 60), st.lists(ORDER, min_size=1, max_size=5))
@examples(30)
def test_any_days_follow_one_another(seed: int, count: int, orders: list[dict[str, float]]):
    service = Service(SandboxConfig(offers_count=count, seed=seed, now=NOW))
    source = service.market.catalogue.source
    open_now, closed = set(source.ids(service.market.open_positions())), set[str]()
    for order in orders:
        day = service.days.play(DayOrder(**order))
        old = [{*day.changed}, *map(set, (day.actualised, day.closed, day.hidden))]
        shares = [order[kind] for kind in ("changed", "actualised", "closed", "hidden")]
        assert list(map(len, old)) == [round(share * len(open_now)) for share in shares]
        assert len(set().union(*old)) == sum(map(len, old))
        assert set().union(*old) <= open_now
        assert all(day.changed.values())
        assert len(day.opened) == order["opened"]
        assert not {*day.opened} & (open_now | closed)
        assert {*day.reopened} <= closed
        open_now = open_now - {*day.closed} | {*day.opened, *day.reopened}
        closed = closed - {*day.reopened} | {*day.closed}
        source = service.market.catalogue.source
        assert set(source.ids(service.market.open_positions())) == open_now


async def test_a_day_without_an_order_is_a_usual_one(player: Api):
    for _ in range(2):
        day = await next_day(player)
    counts = [len(day[kind]) for kind in BUSY]
    assert counts == [32, 12, 20, 32, 2, 2]


async def test_a_day_without_events(player: Api):
    before = await read(player)
    day = await next_day(player, {})
    assert not any(day[kind] for kind in BUSY)
    assert await read(player) == before


def test_the_same_seed_plays_the_same_days():
    def played(seed: int) -> list[Any]:
        config = SandboxConfig(offers_count=100, seed=seed, now=NOW)
        with running_sandbox(config) as sandbox:
            for _ in range(3):
                sandbox.play_day(**BUSY)
            return [[asdict(day) for day in sandbox.days], sandbox.open_offers()]

    assert played(3) == played(3)
    assert played(3)[0] != played(4)[0]


async def test_days_from_python(playing: Sandbox, player: Api):
    day = playing.play_day(closed=10, hidden=20)
    assert playing.days == (day,)
    await player.sign()
    assert [asdict(day)] == (await player.get(DAYS)).json
    assert list(playing.open_offers()) == (await player.get("/_sandbox/open")).json["open"]
    assert playing.open_offers() == await read(player) | await details(player, list(day.hidden))


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (b"{", "Objet JSON attendu"),
        ([["closed", 1]], "Objet JSON attendu"),
        ({"shut": 1}, "Sorte inconnue : « shut »"),
        ({"closed": -1}, "« closed » : nombre"),
        ({"closed": 1.5}, "« closed » : nombre"),
        ({"closed": True}, "« closed » : nombre"),
        ({"closed": None}, "« closed » : nombre"),
        ({"hidden": "60 %"}, "« hidden » : nombre"),
        ({"closed": 401}, "401 offres ouvertes demandées : 400 au plus"),
        ({"changed": 0.6, "hidden": 0.6}, "480 offres ouvertes demandées : 400 au plus"),
        ({"reopened": 1}, "1 offres fermées demandées : 0 au plus"),
        ({"opened": 2_000_000}, "2000000 offres nouvelles demandées : 1899600 au plus"),
    ],
)
async def test_orders_that_cannot_be(player: Api, order: object, said: str):
    before = await read(player)
    answer = await player.post(DAYS, order)
    assert answer.status == 400
    assert said in answer.json["message"]
    # Nothing has moved: not even the clock, which would have ended the token.
    assert await read(player) == before
    assert (await player.get(DAYS)).json == []


@pytest.mark.parametrize("config", [replace(CONFIG, vanish=1), replace(CONFIG, appear=1)])
def test_days_and_offers_that_come_and_go_by_themselves(config: SandboxConfig):
    with (
        running_sandbox(config) as sandbox,
        pytest.raises(ValueError, match=r"--vanish ni --appear"),
    ):
        sandbox.play_day()


async def test_days_of_real_offers(tmp_path: Path, offers: list[dict[str, Any]]):
    """They open on their date, close, come back and hide; none is invented or written anew."""
    path = tmp_path / "offers.json"
    path.write_text(json.dumps(offers[-300:]))
    earlier = NOW - timedelta(days=2)
    with running_sandbox(SandboxConfig(offers=path, quota=0, now=earlier)) as sandbox:
        async with connected(sandbox) as api:
            for kind in ("opened", "changed", "actualised"):
                answer = await api.post(DAYS, {kind: 1})
                assert (answer.status, f"« {kind} » ne va pas" in answer.json["message"]) == (
                    400,
                    True,
                )
            before = await read(api)
            day = await next_day(api, {"closed": 40, "hidden": 20})
            after = await read(api)
            assert set(day["opened"]) == after.keys() - before.keys()
            assert day["opened"]
            assert before.keys() - after.keys() == {*day["closed"], *day["hidden"]}
            usual = await next_day(api)
            assert len(usual["reopened"]) == 2
            assert set(usual["reopened"]) < set(day["closed"])
            assert set(day["hidden"]) & set(await api.truth())
            shown = {offer["id"]: offer for offer in offers}
            assert all(shown[each] == offer for each, offer in sandbox.open_offers().items())
