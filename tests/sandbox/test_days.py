"""Days between two nights: what they say they did is what a client finds changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ftsandbox.catalogue.offer_reading import FIELDS, read_fields, read_numbers
from tests.sandbox.asking import NOW
from tests.sandbox.playing import BUSY, DAYS, details, next_day, read

if TYPE_CHECKING:
    from ftsandbox.server import Sandbox
    from tests.sandbox.asking import Api


async def test_the_record_is_what_differs_between_two_readings(player: Api):
    before = await read(player)
    closed: set[str] = set()
    for number in range(1, 5):
        day = await next_day(player, BUSY)
        searched = await read(player)
        hidden = await details(player, day["hidden"])
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
    assert [day["day"] for day in (await player.get(DAYS)).json] == [1, 2, 3, 4]
    assert (await player.get(DAYS)).json[-1] == day


async def test_what_is_open(player: Api):
    everything = set(await player.truth())
    for _ in range(3):
        day = await next_day(player, BUSY)
        now = (await player.get("/_sandbox/open")).json
        assert now["day"] == day["day"]
        assert now["hidden"] == day["hidden"]
        assert set(now["open"]) >= set(now["hidden"])
        assert set(now["open"]) - set(now["hidden"]) == set(await player.truth())
        everything |= set(day["opened"])
        statuses = {each: (await player.detail(each)).status for each in everything}
        assert statuses == {each: 200 if each in now["open"] else 204 for each in everything}


async def test_hidden_for_a_day(player: Api):
    everything = set(await player.truth())
    day = await next_day(player, {"hidden": 0.6})
    assert len(day["hidden"]) == 240
    assert (await player.search(range="0-0")).range == "offres 0-0/160"
    by_contract = [await player.truth(typeContrat=code) for code in ("CDI", "CDD", "MIS")]
    assert not set().union(*by_contract) & set(day["hidden"])
    assert all(
        offer["id"] == each for each, offer in (await details(player, day["hidden"])).items()
    )
    await next_day(player, {})
    assert set(await player.truth()) == everything


async def test_dates_of_a_day(player: Api):
    before = await read(player)
    for number in (1, 2):
        day = await next_day(player, {"opened": 60, "changed": 60, "actualised": 60})
        after = await read(player)
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


async def test_reopened_offers_are_those_that_closed(player: Api):
    before = await read(player)
    first = await next_day(player, {"closed": 100})
    second = await next_day(player, {"reopened": 1.0})
    assert sorted(second["reopened"]) == sorted(first["closed"])
    after = await read(player)
    assert after.keys() == before.keys()
    touched = {each for each in before if after[each] != before[each]}
    assert 30 < len(touched) < 70
    assert touched < set(second["reopened"])
    for each in touched:
        assert before[each] | {"dateActualisation": None} == after[each] | {
            "dateActualisation": None
        }


async def test_what_changes(player: Api, playing: Sandbox):
    """Every field that a recruiter changes does, and searches know of it."""
    named: set[str] = set()
    for _ in range(3):
        changed = (await next_day(player, {"changed": 1.0}))["changed"]
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
