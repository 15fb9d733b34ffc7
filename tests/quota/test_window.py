"""The sliding window against its definition: never more than the limit in any second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.quota.window import SlidingWindow

gaps = st.lists(st.floats(0, 0.4), min_size=1, max_size=120)


def departures(window, waits, late=0.0):
    now, left = 0.0, []
    for wait in waits:
        now = window.opens_at(now + wait) + late
        window.depart(now)
        left.append(now)
    return left


@given(gaps, st.integers(1, 12), st.floats(0, 0.05))
def test_no_second_holds_more_than_the_limit(waits, limit, late):
    left = departures(SlidingWindow(limit), waits, late)
    assert all(b - a > 1 for a, b in zip(left, left[limit:], strict=False))


@given(gaps, st.integers(1, 12))
def test_nobody_waits_without_need(waits, limit):
    window, now = SlidingWindow(limit), 0.0
    left: list[float] = []
    for wait in waits:
        now += wait
        opens = window.opens_at(now)
        crowded = len(left) >= limit and now < left[-limit] + 1.065
        assert opens == (pytest.approx(left[-limit] + 1.065) if crowded else now)
        now = opens
        window.depart(now)
        left.append(now)


def test_a_pause_holds_everything_back():
    window = SlidingWindow(10)
    window.close_until(5.0)
    window.close_until(3.0)
    assert window.opens_at(1.0) == 5.0
    assert window.opens_at(6.0) == 6.0


def test_a_lower_limit_counts_what_has_left():
    window = SlidingWindow(10)
    departures(window, [0.0] * 5)
    window.adopt(3)
    assert window.opens_at(0.5) > 1


def test_no_limit():
    assert departures(SlidingWindow(0), [0.0] * 50) == [0.0] * 50
