"""What may stand in a Retry-After."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.quota.pause import DEFAULT_PAUSE, LONGEST_PAUSE, pause_after, seconds_asked

SERVERS_NOW = "Thu, 26 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("0", 0.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("Thu, 26 Nov 2026 10:02:00 GMT", 120.0),
        ("Thu, 26 Nov 2026 11:02:00 +0100", 120.0),
        ("Thursday, 26-Nov-26 10:02:00 GMT", 120.0),
        ("Thu Nov 26 10:02:00 2026", 120.0),
        ("Thu, 26 Nov 2026 09:00:00 GMT", 0.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
    ],
)
def test_seconds_and_dates(header, asked):
    assert seconds_asked(header, SERVERS_NOW) == asked


@pytest.mark.parametrize(
    "header",
    [
        *("", "-1", "+5", "5 s", "5, 5", "1e9", ".5", "5.", "nan", "inf", "²", "١٢", "soon"),
        *("Thu, 99 Nov 2026 10:02:00 GMT", "Fri, 31 Dec 99999 23:59:59 GMT"),
    ],
)
def test_what_cannot_be_read_is_not_called_asked(header):
    pause = pause_after(429, header, SERVERS_NOW)
    assert pause is not None
    assert (pause.asked, pause.seconds, pause.too_long) == (None, DEFAULT_PAUSE, False)
    assert pause_after(503, header, SERVERS_NOW) is None


@pytest.mark.parametrize("date", ["", "rubbish"])
def test_without_the_servers_clock_ours_counts(date):
    later = formatdate(time.time() + 900, usegmt=True)
    assert seconds_asked(later, date) == pytest.approx(900, abs=30)


@pytest.mark.parametrize("header", ["3601", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_no_pause_is_longer_than_an_hour(header):
    pause = pause_after(503, header)
    assert pause is not None
    assert (pause.seconds, pause.too_long) == (LONGEST_PAUSE, True)


@given(st.integers(200, 599), st.text(), st.text())
def test_nothing_that_a_server_says_raises(status, retry_after, date):
    pause = pause_after(status, retry_after, date)
    assert pause is None or 0 <= pause.seconds <= LONGEST_PAUSE
