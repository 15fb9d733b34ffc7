from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from ftcrawler.endings import Status
from ftcrawler.reporting.run_summaries import (
    INTERRUPTED,
    RUNNING,
    RunSummary,
    latest_runs,
    reported,
)
from ftcrawler.runs import locks
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import from_stamp
from ftcrawler.runs.report import DetailsReport, Report, SearchReport
from ftcrawler.runs.run import begin_run

NOW = from_stamp("20261125_120000")
SEARCH = SearchReport(
    label="x", criteria={}, status=Status.COMPLETE, max_pages=0, announced=412, collected=412
)
REPORT = Report(
    run="keywords_20261123_211500",
    spider="keywords",
    arguments={},
    started="2026-11-23T21:15:00+01:00",
    finished="2026-11-23T21:20:48+01:00",
    status=Status.COMPLETE,
    reason="finished",
    searches=(SEARCH,),
    offers={"collected": 412, "duplicates": 3},
    requests={"search": 1234},
    s3={"uploaded": 0, "pending": 0},
)


def write(layout, run, body=None):
    path = layout.runs / f"{run}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    report = replace(REPORT, run=str(run), spider=str(run)[:-16])
    path.write_bytes(report.to_json() if body is None else body)
    return path


def look(layout, *, last=20, spider=None):
    damaged = []
    runs = latest_runs(
        layout, lambda path, _: damaged.append(path.name), now=NOW, last=last, spider=spider
    )
    return [run.run for run in runs], damaged


def unexpected(path, error):
    raise AssertionError(path) from error


def page(key):
    return StoredPage(
        sequence=1,
        label="all",
        request="q",
        status=206,
        ids=("1", "2"),
        kept=("1", "2"),
        key=key,
        size=9,
    )


@pytest.fixture
def layout(tmp_path):
    return DataLayout(tmp_path / "data")


def test_a_report_in_short():
    assert reported(REPORT.to_json()) == RunSummary(
        run="keywords_20261123_211500",
        spider="keywords",
        started="2026-11-23T21:15:00+01:00",
        finished="2026-11-23T21:20:48+01:00",
        seconds=348,
        status="complete",
        reason="finished",
        collected=412,
        announced=412,
        missing=0,
        requests=1234,
        pending=0,
        searches=("x",),
    )


def test_a_report_without_searches_announces_nothing():
    assert reported(replace(REPORT, searches=()).to_json()).announced is None


def test_searches_that_were_skipped_announce_nothing():
    skipped = replace(SEARCH, status=Status.SKIPPED)
    assert reported(replace(REPORT, searches=(skipped, SEARCH)).to_json()).announced == 412


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{half a rep",
        b"[]",
        b"{}",
        b"null",
        REPORT.to_json().replace(b'"complete"', b'"splendid"'),
        REPORT.to_json().replace(b"2026-11-23T", b"yesterday"),
        REPORT.to_json().replace(b"1234", b"[]"),
    ],
)
def test_what_is_no_report(body):
    with pytest.raises(ValueError, match=r"."):
        reported(body)


def test_newest_first_whatever_the_spider(layout):
    for run in ("all_20261123_000001", "sector_20261122_000001", "keywords_20261124_000001"):
        write(layout, run)
    newest = ["keywords_20261124_000001", "all_20261123_000001", "sector_20261122_000001"]
    assert look(layout) == (newest, [])
    assert look(layout, last=2) == (newest[:2], [])
    assert look(layout, spider="all") == (newest[1:2], [])


def test_a_damaged_report_is_named_and_hides_no_other(layout):
    write(layout, "all_20261123_000001")
    write(layout, "all_20261123_000002", b"{half a rep")
    write(layout, "all_20261123_000003")
    (layout.runs / "all_20261123_000003_found_by.jsonl").write_bytes(b"{}")
    runs = ["all_20261123_000003", "all_20261123_000001"]
    assert look(layout, last=2) == (runs, ["all_20261123_000002.json"])


def test_nothing_at_all(layout):
    assert look(layout) == ([], [])
    assert not layout.root.exists()


def test_a_run_without_a_report_is_told_by_its_journal(layout):
    run = begin_run(layout, "all", NOW.replace(hour=11), to_upload=True)
    run.journal.note_announced("all", 7)
    run.journal.record_page(page("raw/1.json"))
    before = set(layout.state.iterdir())
    (alive,) = latest_runs(layout, unexpected, now=NOW, last=20)
    assert set(layout.state.iterdir()) == before
    figures = (alive.collected, alive.announced, alive.requests, alive.pending)
    assert (alive.status, alive.seconds, figures) == (RUNNING, 3600, (2, 7, 1, 1))
    run.close()
    (dead,) = latest_runs(layout, unexpected, now=NOW, last=20)
    assert dead == replace(alive, status=INTERRUPTED, seconds=None)
    write(layout, run.name)  # as of a run with files left to upload
    assert [one.status for one in latest_runs(layout, unexpected, now=NOW, last=20)] == [
        "complete"
    ]


def test_a_killed_run_whose_files_are_being_sent_is_not_alive(layout):
    run = begin_run(layout, "all", NOW, command="abc")  # holds the name, and no command
    assert [one.status for one in latest_runs(layout, unexpected, now=NOW, last=1)] == [
        INTERRUPTED
    ]
    lock = locks.acquire(layout.state / "all-abc.lock")
    assert [one.status for one in latest_runs(layout, unexpected, now=NOW, last=1)] == [RUNNING]
    assert lock
    locks.release(lock)
    run.close()


def test_a_damaged_journal_is_named(layout):
    write(layout, "all_20261123_000001")
    layout.state.mkdir()
    (layout.state / "all_20261123_000002.sqlite3").write_bytes(b"no database" * 100)
    assert look(layout) == (["all_20261123_000001"], ["all_20261123_000002.sqlite3"])


def test_a_run_that_has_just_begun(layout):
    layout.state.mkdir(parents=True)
    (layout.state / "all_20261125_115900.sqlite3").touch()
    lock = locks.acquire(layout.state / "20261125_115900.lock")
    (run,) = latest_runs(layout, unexpected, now=NOW, last=1)
    assert (run.status, run.seconds, run.collected) == (RUNNING, 60, None)
    assert lock
    locks.release(lock)


def test_the_fields_that_scripts_read():
    assert list(orjson.loads(orjson.dumps(reported(REPORT.to_json())))) == [
        *("run", "spider", "source", "started", "finished", "seconds", "status", "reason"),
        *("message", "collected", "announced", "missing", "requests", "pending"),
        "searches",
    ]


def test_of_offers_asked_for_one_by_one_those_that_did_not_tell_are_missing():
    details = DetailsReport(asked=5, gone=2, open=1, left=2, controls=1)
    report = replace(
        REPORT, searches=(), details=details, requests={"search": 0, "detail": 6}, offers={}
    )
    run = reported(report.to_json())
    assert (run.missing, run.requests, run.announced, run.searches) == (2, 6, None, ())
