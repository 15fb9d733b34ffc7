"""Thirty nights of a country that the sandbox plays, held against its own record of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from ftcrawler.history.applying.lawful_rows import derived_rows, lawful_rows
from ftcrawler.history.files.whole_offers import read_offers
from ftcrawler.history.tables.connect import connect
from ftcrawler.runs.paris_time import PARIS
from tests.history.nights import FIRST, Nights

DAY = {"opened": 6, "changed": 5, "actualised": 6, "closed": 6, "hidden": 3}
MISSED, KILLED, TRUNCATED, FAULTY, THINNED, ALL_GONE = 5, 9, 13, 17, 21, 25
LAST = 30
SPECIAL = (MISSED, TRUNCATED, THINNED, ALL_GONE)
# The sandbox's words for what befell an offer, and the history's.
KINDS = {
    "opened": "ouverte",
    "changed": "modifiee",
    "actualised": "actualisee",
    "closed": "fermee",
    "reopened": "rouverte",
}
FAULTS = ("status-503:times=2", "truncated:from=2:times=1", "reset:from=4:times=1")


@dataclass
class Played:
    """What the nights left: by night, what was open in truth, and in the history."""

    nights: Nights
    refused: list[int] = field(default_factory=list)
    truth: dict[int, set[str]] = field(default_factory=dict)
    open: dict[int, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def played(module_sandbox, tmp_path_factory):
    """Play them all."""
    sandbox = module_sandbox(offers_count=400, now=FIRST)
    nights = Nights(tmp_path_factory.mktemp("nights") / "data", sandbox)
    played = Played(nights)
    for number in range(LAST + 1):
        _night(played, number)
    return played


def _night(played, number):
    nights = played.nights
    if number:
        hidden = 0.6 if number == THINNED else DAY["hidden"]
        nights.next_day(**{**DAY, "hidden": hidden, "reopened": 2 if number > 2 else 0})
    if number != MISSED:
        nights.sandbox.set_faults(*_faults(number))
        status = nights.collect(
            *(["max_pages=1"] if number == TRUNCATED else []), killed_at=2 * (number == KILLED)
        )
        assert status == ("truncated" if number == TRUNCATED else "complete")
        done = nights.update()
        if done.closings_refused:
            played.refused.append(number)
        nights.check()
        nights.update()
        nights.sandbox.set_faults()
    played.truth[number] = set(nights.sandbox.open_offers())
    played.open[number] = set(nights.history.open_ids())


def _faults(number):
    return {FAULTY: FAULTS, ALL_GONE: ("detail-status-204",)}.get(number, ())


def test_after_each_night_the_open_offers_are_those_that_are_open(played):
    unconfirmed = {
        number: played.open[number] - played.truth[number]
        for number in played.truth
        if played.open[number] != played.truth[number]
    }
    days = {day.day: day for day in played.nights.sandbox.days}
    # Nobody read, or all of it: what closed and opened that day is seen by the next reading.
    for number in (MISSED, TRUNCATED):
        assert unconfirmed.pop(number) == set(days[number].closed)
        unseen = played.truth[number] - played.open[number]
        assert unseen <= {*days[number].opened, *days[number].reopened}
    # Too much was gone to be believed, or the API said so of everything.
    for number in (THINNED, ALL_GONE):
        assert unconfirmed.pop(number) == set(days[number].closed)
        assert not played.truth[number] - played.open[number]
    assert unconfirmed == {}
    assert played.refused == [THINNED]


def test_no_closing_is_false(played):
    closed, hidden = defaultdict(list), defaultdict(list)
    for day in played.nights.sandbox.days:
        for offer in day.closed:
            closed[offer].append(day.day)
        for offer in day.hidden:
            hidden[offer].append(day.day)
    for event in played.nights.history.events():
        if event["evenement"] == "fermee":
            first = (event["absente_le"].astimezone(PARIS).date() - FIRST.date()).days
            last = (event["vue_le"].astimezone(PARIS).date() - FIRST.date()).days
            if first in hidden[event["id"]]:  # and closed before anybody could tell
                assert first in SPECIAL
                first += 1
            assert any(last < day <= first for day in closed[event["id"]]), event
            assert event["vue_le"] < event["absente_le"] <= event["a"]


def test_the_events_are_the_sandboxs_record(played):
    told, known = defaultdict(list), defaultdict(list)
    for event in played.nights.history.events():
        if night := (event["jour"] - FIRST.date()).days:
            told[event["id"], _seen_by(night)].append(event["evenement"])
    for day in played.nights.sandbox.days:
        for kind, name in KINDS.items():
            for offer in getattr(day, kind):
                known[offer, _seen_by(day.day)].append(name)
    # Of two things that befell an offer between two readings, the second may hide the first.
    twice = {each for each, kinds in known.items() if len(kinds) > 1}
    once = known.keys() - twice
    assert {each: told.get(each) for each in once} == {each: known[each] for each in once}
    assert told.keys() <= known.keys()
    assert {night for _, night in twice} <= {number + 1 for number in SPECIAL}
    lost = {each: told.get(each) for each in twice if told.get(each) != known[each]}
    # All that no reading can see: offers that closed and were back, some of them touched.
    assert all(known[each] == ["fermee", "rouverte"] for each in lost)
    assert all(seen in (None, ["actualisee"]) for seen in lost.values())
    assert 0 < len(lost) <= 8


def test_versions_of_a_day_are_what_its_pages_held(played):
    history = played.nights.history
    compared = 0
    with connect(history.root) as tables:
        for number in played.truth.keys() - {MISSED}:
            day = f"DATE '{FIRST + timedelta(days=number):%Y-%m-%d}'"
            on = f"du <= {day} AND (au IS NULL OR au > {day})"
            found = tables.sql(f"SELECT * EXCLUDE (du, au) FROM versions WHERE {on}")
            known = {row["id"]: row for row in found.to_arrow_table().to_pylist()}
            held = _lawful(history.root, number)
            assert {offer: known.get(offer) for offer in held} == held
            compared += len(held)
            if number not in SPECIAL:
                assert known.keys() == played.truth[number]
    assert compared > 25 * 390


def _lawful(root, number):
    """Return what may be kept of the offers that a night's pages hold, by id."""
    stamp = f"{FIRST + timedelta(days=number):%Y%m%d_%H%M%S}"
    pages = [path.read_bytes() for path in root.glob(f"raw/france_travail/*_all_{stamp}_p*")]
    whole = read_offers(pages)
    kept = zip(
        *(whole.select(["id"]).to_pylist(), lawful_rows(whole).to_pylist()),
        derived_rows(whole).to_pylist(),
        strict=True,
    )
    return {own["id"]: own | lawful | derived for own, lawful, derived in kept}


def _seen_by(day):
    """Return the first night from *day* on that reads all, and is believed when it closes."""
    return next(night for night in range(day, LAST + 2) if night not in SPECIAL)
