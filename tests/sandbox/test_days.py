"""Days between two nights: what they say they did is what a client finds changed."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ftsandbox.catalogue.offer_reading import FIELDS, read_fields, read_numbers
from ftsandbox.server import Sandbox, SandboxConfig, running_sandbox
from tests.sandbox.asking import NOW, Api, connected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    Offers = dict[str, dict[str, Any]]

DAYS = "/_sandbox/days"
BUSY = {
    "opened": 0.2,
    "changed": 0.2,
    "actualised": 0.1,
    "closed": 0.2,
    "reopened": 0.5,
    "hidden": 0.3,
}
CONFIG = SandboxConfig(offers_count=400, quota=0, now=NOW)


@pytest.fixture
def playing() -> Iterator[Sandbox]:
    with running_sandbox(CONFIG) as running:
        yield running


@pytest.fixture
async def api(playing: Sandbox) -> AsyncIterator[Api]:
    async with connected(playing) as client:
        yield client


async def next_day(api: Api, order: object = None) -> dict[str, Any]:
    """Play a day; last night's token is no good any more."""
    answer = await api.post(DAYS, order)
    assert answer.status == 200, answer.body
    await api.sign()
    return dict(answer.json)


async def read(api: Api) -> Offers:
    """Return every offer that a search shows, page by page."""
    found: Offers = {}
    total = 1
    while len(found) < total:
        page = await api.search(sort="1", range=f"{len(found)}-{len(found) + 149}")
        assert page.range is not None
        total = int(page.range.rpartition("/")[2])
        found |= {offer["id"]: offer for offer in page.json["resultats"]}
    return found


async def details(api: Api, ids: list[str]) -> Offers:
    return {each: (await api.detail(each)).json for each in ids}


async def test_the_record_is_what_differs_between_two_readings(api: Api):
    before = await read(api)
    closed: set[str] = set()
    for number in range(1, 5):
        day = await next_day(api, BUSY)
        searched = await read(api)
        hidden = await details(api, day["hidden"])
        after = searched | hidden
        assert len(after) == len(searched) + len(hidden)
        new = after.keys() - before.keys()
        assert set(day["opened"]) == new - closed
        assert set(day["reopened"]) == new & closed
        assert set(day["closed"]) == before.keys() - after.keys()
        changed, dated = {}, set()
        for each in before.keys() & after.keys():
            names = {
                n for n in before[each] | after[each] if before[each].get(n) != after[each].get(n)
            }
            if names == {"dateActualisation"}:
                dated.add(each)
            elif names:
                changed[each] = names - {"dateActualisation"}
        assert {each: set(names) for each, names in day["changed"].items()} == changed
        assert set(day["actualised"]) == dated
        assert day["day"] == number
        assert min(map(len, (new, changed, dated, day["closed"], hidden))) > 20
        closed = closed - set(day["reopened"]) | set(day["closed"])
        before = after
    assert [day["day"] for day in (await api.get(DAYS)).json] == [1, 2, 3, 4]
    assert (await api.get(DAYS)).json[-1] == day


async def test_what_is_open(api: Api):
    everything = set(await api.truth())
    for _ in range(3):
        day = await next_day(api, BUSY)
        now = (await api.get("/_sandbox/open")).json
        assert now["day"] == day["day"]
        assert now["hidden"] == day["hidden"]
        assert set(now["open"]) >= set(now["hidden"])
        assert set(now["open"]) - set(now["hidden"]) == set(await api.truth())
        everything |= set(day["opened"])
        statuses = {each: (await api.detail(each)).status for each in everything}
        assert statuses == {each: 200 if each in now["open"] else 204 for each in everything}


async def test_hidden_for_a_day(api: Api):
    everything = set(await api.truth())
    day = await next_day(api, {"hidden": 0.6})
    assert len(day["hidden"]) == 240
    assert (await api.search(range="0-0")).range == "offres 0-0/160"
    by_contract = [await api.truth(typeContrat=code) for code in ("CDI", "CDD", "MIS")]
    assert not set().union(*by_contract) & set(day["hidden"])
    assert all(offer["id"] == each for each, offer in (await details(api, day["hidden"])).items())
    await next_day(api, {})
    assert set(await api.truth()) == everything


async def test_dates_of_a_day(api: Api):
    before = await read(api)
    for number in (1, 2):
        day = await next_day(api, {"opened": 60, "changed": 60, "actualised": 60})
        after = await read(api)
        start = f"{NOW + timedelta(days=number - 1, seconds=-1):%Y-%m-%dT%H:%M:%S}"
        end = f"{NOW + timedelta(days=number):%Y-%m-%dT%H:%M:%S}"
        assert all(start < after[each]["dateCreation"] < end for each in day["opened"])
        # They are the newest, as a client meets them.
        assert set(list(after)[:60]) == set(day["opened"])
        for each in (*day["changed"], *day["actualised"]):
            old, new = (offers[each].get("dateActualisation", "") for offers in (before, after))
            assert old < new < end
            assert after[each]["dateCreation"] == before[each]["dateCreation"]
            assert new > start
            assert new.endswith(".000Z") or after[each]["origineOffre"]["origine"] == "1"
        dates = [offer["dateCreation"] for offer in after.values()]
        assert dates == sorted(dates, reverse=True)
        before = after


async def test_reopened_offers_are_those_that_closed(api: Api):
    before = await read(api)
    first = await next_day(api, {"closed": 100})
    second = await next_day(api, {"reopened": 1.0})
    assert sorted(second["reopened"]) == sorted(first["closed"])
    after = await read(api)
    assert after.keys() == before.keys()
    touched = {each for each in before if after[each] != before[each]}
    assert 30 < len(touched) < 70
    assert touched < set(second["reopened"])
    for each in touched:
        assert before[each] | {"dateActualisation": None} == after[each] | {
            "dateActualisation": None
        }


async def test_what_changes(api: Api, playing: Sandbox):
    """Every field that a recruiter changes does, and searches know of it."""
    named: set[str] = set()
    for _ in range(3):
        changed = (await next_day(api, {"changed": 1.0}))["changed"]
        assert len(changed) == 400
        assert all(changed.values())
        named |= {name for names in changed.values() for name in names}
    assert named >= {
        "intitule", "description", "salaire", "typeContrat", "typeContratLibelle", "competences",
        "dureeTravailLibelle", "contact", "entreprise",
    }  # fmt: skip
    assert not named & {"id", "dateCreation", "dateActualisation", "origineOffre", "romeCode"}
    catalogue = playing.catalogue
    shown = catalogue.source.render(range(len(catalogue)))
    for name in FIELDS:
        field = catalogue.fields[name]
        held = [field.values[code] if code >= 0 else None for code in field.codes.tolist()]
        assert held == [read_fields(offer)[name] for offer in shown]
    months = [read_numbers(offer)["months"] for offer in shown]
    assert catalogue.numbers["months"].tolist() == pytest.approx(months, nan_ok=True)
    salaries = [read_numbers(offer)["salary"] for offer in shown]
    assert catalogue.numbers["salary"].tolist() == pytest.approx(salaries, nan_ok=True)


async def test_a_day_without_an_order_is_a_usual_one(api: Api):
    for _ in range(2):
        day = await next_day(api)
    counts = [len(day[kind]) for kind in BUSY]
    assert counts == [32, 12, 20, 32, 2, 2]


async def test_a_day_without_events(api: Api):
    before = await read(api)
    day = await next_day(api, {})
    assert not any(day[kind] for kind in BUSY)
    assert await read(api) == before


def test_the_same_seed_plays_the_same_days():
    def played(seed: int) -> list[Any]:
        config = SandboxConfig(offers_count=100, seed=seed, now=NOW)
        with running_sandbox(config) as sandbox:
            for _ in range(3):
                sandbox.play_day(**BUSY)
            return [[asdict(day) for day in sandbox.days], sandbox.open_offers()]

    assert played(3) == played(3)
    assert played(3)[0] != played(4)[0]


async def test_days_from_python(playing: Sandbox, api: Api):
    day = playing.play_day(closed=10, hidden=20)
    assert playing.days == (day,)
    await api.sign()
    assert [asdict(day)] == (await api.get(DAYS)).json
    assert list(playing.open_offers()) == (await api.get("/_sandbox/open")).json["open"]
    assert playing.open_offers() == await read(api) | await details(api, list(day.hidden))


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
async def test_orders_that_cannot_be(api: Api, order: object, said: str):
    before = await read(api)
    answer = await api.post(DAYS, order)
    assert answer.status == 400
    assert said in answer.json["message"]
    # Nothing has moved: not even the clock, which would have ended the token.
    assert await read(api) == before
    assert (await api.get(DAYS)).json == []


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
