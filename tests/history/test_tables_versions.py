"""The table `versions`: what was so on which day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.history.files.event_columns import Kind
from ftcrawler.runs.paris_time import PARIS
from tests.effort import examples

from .engine_tables import Events

OPENED, CHANGED, CLOSED, REOPENED = Kind.OPENED, Kind.CHANGED, Kind.CLOSED, Kind.REOPENED


@pytest.fixture(scope="module")
def events():
    return Events()


def paris(day, hour=2):
    return datetime(2026, 11, day, hour, tzinfo=PARIS)


def event(kind, moment, *, absent=None, name="A", mark=0):
    """Return what befell an offer at a moment of Paris; *mark* tells its states apart."""
    return {
        "id": name,
        "evenement": str(kind),
        "jour": moment.date(),
        "a": moment,
        "absente_le": absent,
        "nombre_postes": mark,
    }


def spans(rows, name="A"):
    """Return mark, first day and end of the versions of an offer, days of November as numbers."""
    return [
        (row["nombre_postes"], row["du"].day, row["au"] and row["au"].day)
        for row in sorted(rows, key=lambda row: row["du"])
        if row["id"] == name
    ]


def test_a_state_lasts_until_the_next(events):
    told = [event(OPENED, paris(3)), event(CHANGED, paris(5), mark=1)]
    assert spans(events.rows("versions", told)) == [(0, 3, 5), (1, 5, None)]


def test_of_one_day_the_last_state_counts(events):
    told = [
        event(OPENED, paris(3)),
        event(CHANGED, paris(5, 2), mark=1),
        event(CHANGED, paris(5, 14), mark=2),
    ]
    assert spans(events.rows("versions", told)) == [(0, 3, 5), (2, 5, None)]


def test_closed_it_ends_where_it_was_missing_not_where_that_was_found_out(events):
    told = [event(OPENED, paris(3)), event(CLOSED, paris(9), absent=paris(5))]
    assert spans(events.rows("versions", told)) == [(0, 3, 5)]


def test_a_closing_that_comes_late_leaves_what_came_after_it(events):
    told = [
        event(OPENED, paris(3)),
        event(CLOSED, paris(9), absent=paris(5)),
        event(REOPENED, paris(9, 12), mark=1),
    ]
    assert spans(events.rows("versions", told)) == [(0, 3, 5), (1, 9, None)]


def test_gone_on_the_day_that_it_opened_it_has_no_version(events):
    told = [event(OPENED, paris(3, 2)), event(CLOSED, paris(4), absent=paris(3, 22))]
    assert spans(events.rows("versions", told)) == []


def test_gone_and_back_on_one_day_it_never_went(events):
    told = [
        event(OPENED, paris(3)),
        event(CLOSED, paris(5, 3), absent=paris(5, 2)),
        event(REOPENED, paris(5, 20), mark=1),
    ]
    assert spans(events.rows("versions", told)) == [(0, 3, 5), (1, 5, None)]


def test_the_day_of_an_absence_is_that_of_paris(events):
    """It was missing at 23:30 of the fourth in UTC."""
    told = [event(OPENED, paris(3)), event(CLOSED, paris(6), absent=paris(5, 0))]
    assert spans(events.rows("versions", told)) == [(0, 3, 5)]


# Hours from one thing that befalls an offer to the next; the clocks go back on 25 October.
STEPS = st.lists(
    st.tuples(st.sampled_from(["change", "close"]), st.integers(1, 80), st.integers(0, 80)),
    max_size=8,
)
FIRST = datetime(2026, 10, 23, 2, tzinfo=PARIS)
DAYS = [FIRST.date() + timedelta(days=number) for number in range(60)]


def life(steps, name):
    """Return events of one offer: found out in this order, a closing later than its absence."""
    told = [event(OPENED, FIRST, name=name)]
    now, is_open = FIRST, True
    for mark, (step, hours, late) in enumerate(steps, 1):
        now = (now.astimezone() + timedelta(hours=hours)).astimezone(PARIS)
        kind, absent = CHANGED, None
        if not is_open:
            kind = REOPENED
        elif step == "close":
            kind, absent = CLOSED, now
            now = (now.astimezone() + timedelta(hours=late)).astimezone(PARIS)
        is_open = kind is not CLOSED
        told.append(event(kind, now, absent=absent, name=name, mark=mark))
    return told


def state_on(day, told):
    """Return the mark of what was so at the end of a day, None if the offer was not open."""
    state = None
    for each in told:
        since = each["absente_le"] or each["a"]
        if since.date() <= day:
            state = None if each["absente_le"] else each["nombre_postes"]
    return state


@examples(60)
@given(st.lists(STEPS, min_size=1, max_size=3))
def test_versions_are_the_state_of_each_day(events, lives):
    by_name = {f"{number}": life(steps, f"{number}") for number, steps in enumerate(lives)}
    # In the files the lives are mixed, in the order in which things were found out.
    told = sorted((each for one in by_name.values() for each in one), key=lambda each: each["a"])
    rows = events.rows("versions", told)
    assert all(row["au"] is None or row["du"] < row["au"] for row in rows)
    for name, one in by_name.items():
        own = [row for row in rows if row["id"] == name]
        for day in DAYS:
            found = [
                row["nombre_postes"]
                for row in own
                if row["du"] <= day and (row["au"] is None or row["au"] > day)
            ]
            state = state_on(day, one)
            assert found == ([] if state is None else [state])


def test_days_are_days(events):
    (row,) = events.rows("versions", [event(OPENED, paris(3))])
    assert (type(row["du"]), row["au"]) == (date, None)
