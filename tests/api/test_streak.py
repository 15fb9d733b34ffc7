from __future__ import annotations

import pytest

from ftcrawler.api.access import is_refusal, judge_status, remedy
from ftcrawler.api.streak import FEW, MANY, SEVERAL, Streak
from ftcrawler.exceptions import (
    AccessRefusedError,
    AnswerStatusError,
    ApiError,
    HtmlPageError,
    RequestRefusedError,
)


def refuse(streak, *numbers, begins=False):
    return [streak.refused(f"https://api.test/{number}", begins=begins) for number in numbers]


def test_a_few_different_requests_refused_in_a_row_mean_all():
    streak = Streak()
    streak.good()
    for number in range(FEW):
        assert not streak.refuses_all
        assert all(refuse(streak, *[number] * 5))
    assert streak.refuses_all
    # The others wait for what these find.
    assert refuse(streak, "more") == [False]


def test_what_begins_a_search_tells_more():
    streak = Streak()
    refuse(streak, 1, begins=True)
    told = [streak.refuses_all]
    streak.good()
    for number in (2, 3):
        refuse(streak, number, begins=True)
        told.append(streak.refuses_all)
    assert told == [True, False, True]


def test_a_good_answer_begins_anew_and_clears_the_api():
    streak = Streak()
    refuse(streak, 1, 2)
    streak.good()
    refuse(streak, 3)
    # What was refused while others were granted proves nothing when it is refused again.
    refuse(streak, 1, 2, 3)
    assert not streak.refuses_all


def test_failures_of_any_kind_add_up():
    streak = Streak()
    for number in range(MANY - 1):
        streak.failed(f"https://api.test/{number % SEVERAL}")
    assert not streak.fails_all
    refuse(streak, 1)
    assert (streak.failures, streak.fails_all) == (MANY, True)
    streak.good()
    assert (streak.failures, streak.fails_all) == (0, False)


def test_a_few_requests_that_fail_whenever_they_are_asked_end_nothing():
    streak = Streak()
    for number in range(10 * MANY):
        streak.failed(f"https://api.test/{number % (SEVERAL - 1)}")
    assert not streak.fails_all


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        (RequestRefusedError, (400, 414, 416, 422)),
        (AccessRefusedError, (202, 301, 302, 401, 403, 404, 405, 407, 410, 451, 511)),
        (AnswerStatusError, (408, 425, 429, 500, 502, 503, 504, 599, 999)),
    ],
)
def test_what_a_status_means(kind, statuses):
    for status in statuses:
        with pytest.raises(ApiError) as raised:
            judge_status(status, b"")
        assert type(raised.value) is kind


@pytest.mark.parametrize("body", [b"<html>", b"\n <!DOCTYPE html>", b"\xef\xbb\xbf<html>"])
@pytest.mark.parametrize("status", [200, 206, 204])
def test_a_page_for_people_is_a_refusal_however_it_begins(status, body):
    with pytest.raises(HtmlPageError) as raised:
        judge_status(status, body)
    assert is_refusal(raised.value)


def test_a_portal_that_asks_to_log_in_is_told_as_one():
    with pytest.raises(AccessRefusedError) as raised:
        judge_status(511, b"<html>")
    assert is_refusal(raised.value)
    assert "un portail ou un proxy" in remedy(raised.value)
