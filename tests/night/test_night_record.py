"""What a night keeps of itself: read again as it was, and passed over if it is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ftcrawler.night.night_record import NightRecord, newest, record_of, write_record
from ftcrawler.runs.layout import DataLayout, night_key
from ftcrawler.runs.paris_time import PARIS

DIGEST = "0123456789abcdef"
LATE = datetime(2026, 11, 23, 23, 50, tzinfo=PARIS)
RECORD = NightRecord(command="scrapy nightly all", began=LATE, since=LATE)


@pytest.fixture
def layout(tmp_path):
    return DataLayout(tmp_path)


def test_it_goes_on_the_same_day(layout):
    ended = replace(RECORD, applied=3).ended("crawl", 0).ended("update", 4)
    write_record(layout, DIGEST, ended)
    later = LATE + timedelta(minutes=5)
    found = record_of(layout, DIGEST, later)
    assert found
    assert (found.began, found.since) == (LATE, later)
    assert found.done("crawl")
    assert not found.done("update")
    assert not found.done("closed")
    assert found.applied == 3
    assert found.without(["update"]).steps == {"crawl": 0}
    assert layout.strays() == []


def test_after_midnight_in_paris_another_one_begins(layout):
    write_record(layout, DIGEST, RECORD)
    assert record_of(layout, DIGEST, LATE + timedelta(minutes=9))
    assert record_of(layout, DIGEST, LATE + timedelta(minutes=10)) is None


@pytest.mark.parametrize("body", [b"", b"\0", b"[]", b'{"began": "hier"}', b'{"steps": {}}', None])
def test_what_is_none_is_as_if_nothing_had_been_done(layout, body):
    path = layout.root / night_key(DIGEST)
    path.parent.mkdir()
    if body is None:
        path.mkdir()
    else:
        path.write_bytes(body)
    assert record_of(layout, DIGEST, LATE) is None
    assert newest(layout) is None


def test_what_a_newer_version_adds_is_passed_over(layout):
    write_record(layout, DIGEST, RECORD)
    path = layout.root / night_key(DIGEST)
    path.write_bytes(path.read_bytes().replace(b"{", b'{"more": 1,', 1))
    assert record_of(layout, DIGEST, LATE)


def test_the_newest_is_whoever_is_at_it(layout):
    write_record(layout, DIGEST, RECORD)
    other = NightRecord(command="other", began=LATE, since=LATE + timedelta(seconds=1))
    write_record(layout, "f" * 16, other)
    found = newest(layout)
    assert found
    assert found.command == "other"
