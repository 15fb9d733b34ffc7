from __future__ import annotations

import pytest

from ftcrawler.api.access import judge_status
from ftcrawler.api.streak import FEW, MANY, Streak
from ftcrawler.exceptions import (
    AccessRefusedError,
    AnswerStatusError,
    ApiError,
    RequestRefusedError,
)


def test_a_few_different_requests_refused_in_a_row_mean_all():
    streak = Streak()
    streak.good()
    for number in range(FEW):
        assert not streak.refuses_all(first=True)
        for _ in range(5):
            assert streak.refused(f"https://api.test/{number}")
    assert streak.refuses_all(first=False)
    # The others wait for what these find.
    assert not streak.refused("https://api.test/more")


def test_a_good_answer_begins_anew_and_clears_the_api():
    streak = Streak()
    deep = [f"https://api.test/{number}" for number in range(FEW)]
    for url in deep[1:]:
        streak.refused(url)
    streak.good()
    streak.refused(deep[0])
    assert not streak.refuses_all(first=True)
    # What was refused while others were granted proves nothing when it is refused again.
    for url in deep:
        streak.refused(url)
    assert not streak.refuses_all(first=True)


def test_failures_of_any_kind_add_up():
    streak = Streak()
    for _ in range(MANY - 1):
        streak.failed()
    assert not streak.fails_all
    streak.refused("https://api.test/")
    assert (streak.failures, streak.fails_all) == (MANY, True)
    streak.good()
    assert (streak.failures, streak.fails_all) == (0, False)


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        (RequestRefusedError, (400, 414, 416, 422)),
        (AccessRefusedError, (202, 301, 302, 401, 403, 404, 405, 407, 410, 451)),
        (AnswerStatusError, (408, 425, 429, 500, 502, 503, 504, 599, 999)),
    ],
)
def test_what_a_status_means(kind, statuses):
    for status in statuses:
        with pytest.raises(ApiError) as raised:
            judge_status(status, b"")
        assert type(raised.value) is kind
