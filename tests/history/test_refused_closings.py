"""Closings that nobody believes before somebody has looked: too much gone at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ftcrawler.history.closing.candidates import to_ask
from tests.history.made_runs import SOURCE, offer, offers

MANY = [f"{number:03}" for number in range(100)]


def candidates(history):
    return [each.id for each in to_ask(history.layout, SOURCE) if not each.control]


@pytest.fixture
def thinned(history):
    """A stock of 100, of which the second night's reading lacks 60."""
    history.run("20261124_020000", offers(MANY))
    history.run("20261125_020000", offers([*MANY[60:], "new"]))
    return history


def test_more_than_the_limit_gone_closes_nothing_and_says_so(thinned):
    done = thinned.update()
    refused = done.closings_refused["all"]
    assert (refused.run, refused.stock, refused.gone) == ("all_20261125_020000", 100, 60)
    assert refused.since == datetime(2026, 11, 25, 1, tzinfo=UTC)
    assert candidates(thinned) == []
    # It opens all the same, and stands until somebody has looked.
    assert ("ouverte", "new") in thinned.told()
    assert thinned.update().closings_refused == done.closings_refused


def test_back_within_the_limit_it_is_over(thinned):
    thinned.run("20261126_020000", offers([*MANY[3:], "new"]))
    assert not thinned.update().closings_refused
    assert candidates(thinned) == MANY[:3]


def test_gone_for_a_second_night_they_are_not_forgotten(thinned):
    thinned.run("20261126_020000", offers([*MANY[60:], "new"]))
    refused = thinned.update().closings_refused["all"]
    assert (refused.run, refused.stock, refused.gone) == ("all_20261126_020000", 101, 60)
    assert refused.since == datetime(2026, 11, 25, 1, tzinfo=UTC)
    assert candidates(thinned) == []


def test_whoever_has_looked_accepts_them(thinned):
    refused = thinned.update()
    done = thinned.update(accept_closures=True)
    assert (done.accepted, done.closings_refused) == (refused.closings_refused, {})
    assert candidates(thinned) == MANY[:60]
    assert not refused.accepted
    assert not thinned.update(accept_closures=True).accepted


def test_accepted_at_once_they_are_candidates_at_once(thinned):
    assert not thinned.update(accept_closures=True).closings_refused
    assert candidates(thinned) == MANY[:60]


@pytest.mark.parametrize(
    ("gone", "limit", "refused"), [(25, 25, False), (26, 25, True), (1, 0, True)]
)
def test_the_limit_itself_is_allowed(history, gone, limit, refused):
    history.run("20261124_020000", offers(MANY))
    history.run("20261125_020000", offers(MANY[gone:]))
    done = history.update(close_max_percent=limit)
    assert bool(done.closings_refused) is refused


def test_another_search_closes_what_it_held_itself(thinned):
    thinned.run("20261124_030000", offers(MANY[:30]), spider="keywords", label="data")
    thinned.run("20261125_030000", offers(MANY[1:30]), spider="keywords", label="data")
    thinned.update()
    assert candidates(thinned) == ["000"]


def test_a_slow_trickle_is_no_alarm(history):
    for night in range(12):
        history.run(f"202611{night + 1:02}_020000", [offer(each) for each in MANY[night * 5 :]])
    done = history.update(close_max_percent=20)
    assert not done.closings_refused
