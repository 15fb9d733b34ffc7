"""The schedule against its definition: never more than the limit in any second, each in turn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.quota.schedule import CLOSE, HURRY, MEMORY, WIDE, Pace, Schedule

# Waits before asking, stalls between a reservation and the departure, delays after it.
moves = st.lists(
    st.tuples(st.floats(0, 0.4), st.floats(0, 0.3), st.floats(0, 0.15)), min_size=1, max_size=120
)


def departures(schedule, moves, limit, pace=WIDE):
    """Let requests leave one after the other, with stalls; return when they really left."""
    now, left = 1000.0, []
    for wait, stall, delay in moves:
        now = max(now + wait, schedule.reserve(now + wait, limit, pace)) + stall
        while (opens := schedule.depart(now, limit, pace)) > now:
            now = opens
        schedule.correct(now, now + delay)
        left.append(now + delay)
        now += delay
    return left


@given(moves, st.integers(1, 12), st.sampled_from([WIDE, CLOSE]))
def test_no_second_holds_more_than_the_limit(moves, limit, pace):
    left = departures(Schedule(), moves, limit, pace)
    assert all(b - a > 1 for a, b in zip(left, left[limit:], strict=False))


@given(moves, st.integers(1, 12), st.integers(1, 12))
def test_nor_while_the_limit_changes(moves, assumed, announced):
    schedule = Schedule()
    left = departures(schedule, moves[: len(moves) // 2], assumed)
    schedule.announce(announced)
    now = left[-1] if left else 1000.0
    more = [(wait + (now - 1000 if not n else 0), *rest) for n, (wait, *rest) in enumerate(moves)]
    left += departures(schedule, more, announced)
    limit = max(assumed, announced)
    assert all(b - a > 1 for a, b in zip(left, left[limit:], strict=False))


@given(st.integers(1, 20), st.integers(2, 200), st.sampled_from([WIDE, CLOSE]))
def test_whoever_is_always_there_leaves_at_the_pace(limit, count, pace):
    left = departures(Schedule(), [(0.0, 0.0, 0.0)] * count, limit, pace)
    gaps = [b - a for a, b in pairwise(left)]
    assert gaps == pytest.approx([pace.planned / limit] * (count - 1))


def test_the_wait_for_a_first_answer_is_caught_up_and_not_all_at_once():
    moves = [(0.4 if n == 1 else 0.0, 0.0, 0.0) for n in range(300)]
    left = departures(Schedule(), moves, 10, CLOSE)
    assert 299 / (left[-1] - left[0]) > 9.7
    assert min(b - a for a, b in pairwise(left)) >= HURRY * CLOSE.planned / 10 - 1e-9


def test_requests_of_the_last_second_are_counted():
    schedule = Schedule()
    for n in range(20):
        schedule.depart(n / 5, 10)
    assert schedule.recent(19 / 5) == 5
    assert schedule.recent(100.0) == 0


def test_a_stall_is_caught_up():
    # Ten stalls of 50 ms in 300 turns do not cost half a second.
    moves = [(0.0, 0.05 if n % 30 == 29 else 0.0, 0.0) for n in range(300)]
    left = departures(Schedule(), moves, 10)
    assert 299 / (left[-1] - left[0]) > 9.5


@pytest.mark.parametrize(("pace", "rate"), [(WIDE, 9.5), (CLOSE, 9.7)])
def test_the_pace_reaches_what_was_asked(pace: Pace, rate):
    assert 10 / pace.planned > rate
    assert 1 < pace.kept < pace.planned


def test_turns_are_given_in_the_order_of_asking():
    schedule = Schedule()
    moments = [schedule.reserve(5.0, 10) for _ in range(30)]
    assert moments == sorted(moments)
    assert len(set(moments)) == 30


def test_a_pause_holds_everything_back():
    schedule = Schedule()
    schedule.close_until(5.0)
    schedule.close_until(3.0)
    assert schedule.reserve(1.0, 10) == 5.0
    assert schedule.depart(1.0, 10) == 5.0
    assert schedule.departures == []
    assert schedule.depart(6.0, 10) <= 6.0


def test_a_reservation_that_nobody_used_costs_one_turn():
    schedule = Schedule()
    schedule.depart(schedule.reserve(1.0, 10), 10)
    first = schedule.reserve(2.0, 10)
    schedule.reserve(2.0, 10)  # by one who dies
    assert schedule.reserve(2.0, 10) - first == pytest.approx(2 * WIDE.planned / 10)


def test_no_limit():
    schedule = Schedule()
    schedule.announce(3)
    assert departures(schedule, [(0.0, 0.0, 0.0)] * 50, 0) == [1000.0] * 50


def test_what_is_noted_is_forgotten_after_a_while():
    schedule = Schedule()
    assert not schedule.outdated(0.0)
    schedule.depart(100.0, 10)
    schedule.announce(3)
    assert not schedule.outdated(100.0 + MEMORY)
    assert schedule.outdated(101.0 + MEMORY)
    schedule.close_until(500.0)
    assert not schedule.outdated(500.0)
    assert schedule.outdated(501.0 + MEMORY)


def test_what_another_start_of_the_machine_noted_is_of_no_use():
    schedule = Schedule()
    schedule.depart(100_000.0, 10)
    schedule.close_until(103_600.0)
    assert not schedule.outdated(99_999.0)
    assert schedule.outdated(20.0)
