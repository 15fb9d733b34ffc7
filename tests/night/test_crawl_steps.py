"""The crawls of a night: which are forced, and what their ends come to."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest

from ftcrawler.crawling.crawl_process import Ended
from ftcrawler.endings import Status
from ftcrawler.night import crawl_steps
from ftcrawler.night.crawl_steps import ask_candidates, collect
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.report import Report, write_report
from ftcrawler.runs.run_name import RunName

from .made_up import SOURCE, made_up_night

BEGAN = paris_now()


class Crawls:
    """What crawls end with, one after the other; what was started."""

    def __init__(self, layout):
        self.layout = layout
        self.comes: list[tuple[int, Status | None, str]] = []
        self.started: list[list[str]] = []

    def run(self, command, **_):
        self.started.append(command.words()[4:])
        code, status, reason = self.comes.pop(0)
        name = RunName.of(command.spider, BEGAN + timedelta(seconds=len(self.started)))
        if status is not None:
            self.report(name, status, reason)
        return Ended(code=code, report_path=self.layout.report(name) if status or reason else None)

    def report(self, name, status, reason="finished"):
        report = Report(
            run=str(name),
            spider=name.spider,
            source=SOURCE,
            finished="",
            status=status,
            reason=reason,
        )
        write_report(self.layout, report)


@pytest.fixture
def crawls(tmp_path, monkeypatch):
    crawls = Crawls(DataLayout(tmp_path))
    monkeypatch.setattr(crawl_steps, "run_crawl", crawls.run)
    monkeypatch.setattr(crawl_steps, "LOOK", 0)
    return crawls


def made(crawls, *comes, taken_up=None, **arguments):
    crawls.comes += comes
    return made_up_night(crawls.layout, arguments, taken_up=taken_up)


FORCED, PLAIN = ["all", "-a", "max_pages=0", "-a", "force=1"], ["all", "-a", "max_pages=0"]
WHOLE = (0, Status.COMPLETE, "finished")
SKIPPED = (0, Status.SKIPPED, "finished")


def test_a_night_that_begins_is_forced_as_asked(crawls):
    assert collect(made(crawls, WHOLE, force="1")).code == 0
    assert collect(made(crawls, WHOLE)).code == 0
    assert crawls.started == [FORCED, PLAIN]


def test_one_that_goes_on_takes_its_crawl_up(crawls):
    assert collect(made(crawls, WHOLE, force="1", taken_up=BEGAN)).code == 0
    assert crawls.started == [PLAIN]


def test_what_was_collected_before_it_began_is_collected_anew(crawls):
    """Its crawl was killed before it asked anything, so that there is nothing to take up."""
    crawls.report(RunName.of("all", BEGAN - timedelta(hours=1)), Status.COMPLETE)
    crawls.report(RunName.of("all", BEGAN), Status.FAILED)
    collect(made(crawls, SKIPPED, WHOLE, force="1", taken_up=BEGAN))
    assert crawls.started == [PLAIN, FORCED]


def test_what_it_has_collected_itself_is_not(crawls):
    """It was killed after that, and before it noted it."""
    crawls.report(RunName.of("all", BEGAN), Status.COMPLETE)
    crawls.report(RunName("all", "20991231_000000"), Status.FAILED)
    crawls.layout.report(RunName("all", "20991231_000001")).write_bytes(b"no report")
    collect(made(crawls, SKIPPED, force="1", taken_up=BEGAN))
    assert crawls.started == [PLAIN]


@pytest.mark.parametrize(
    ("code", "status", "reason", "comes_to"),
    [
        (0, Status.TRUNCATED, "finished", 0),
        (3, Status.FAILED, "auth_failed", 3),
        (1, Status.FAILED, "bad_argument", 1),
        (1, None, "", 1),  # before any run
        (2, None, "", 2),
        (1, None, "killed", 4),  # by Windows
        (-signal.SIGKILL, None, "killed", 4),
        (137, None, "", 4),
        (4, Status.INCOMPLETE, "finished", 4),
        (4, Status.COMPLETE, "finished", 4),
    ],
)
def test_what_its_end_comes_to(crawls, code, status, reason, comes_to):
    assert collect(made(crawls, (code, status, reason))).code == comes_to


def test_files_that_s3_lacks_are_left_to_the_last_step(crawls):
    night = made_up_night(crawls.layout, {}, bucket="lake")
    crawls.comes += [(4, Status.COMPLETE, "finished"), (4, Status.INCOMPLETE, "finished")]
    assert [collect(night).code, collect(night).code] == [0, 4]
    exporting = made_up_night(crawls.layout, {}, bucket="lake", feeds=("-O", "a.csv"))
    crawls.comes += [(4, Status.COMPLETE, "finished")]
    assert collect(exporting).code == 4, "it may be the feed that lacks"


def test_the_same_crawl_elsewhere_is_waited_for(crawls):
    night = made(crawls, (1, Status.FAILED, "already_running"), WHOLE)
    assert collect(night).code == 0
    assert crawls.started == [PLAIN, PLAIN]


def test_candidates_are_asked_as_fast_and_into_no_feed(crawls):
    night = made_up_night(
        crawls.layout,
        {"region": "11", "delay": "0.1", "no_s3": "1", "force": "1"},
        settings={"FEEDS": "{}", "FT_QUOTA": "5"},
        feeds=("-O", "a.csv"),
    )
    crawls.comes.append(WHOLE)
    ask_candidates(night)
    arguments = ["-a", "delay=0.1", "-a", "no_s3=1", "-s", "FT_QUOTA=5"]
    assert crawls.started == [["closed", *arguments]]
