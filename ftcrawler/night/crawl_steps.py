"""The steps of a night that ask the API: each a crawl in a process of its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from ftcrawler.crawling.crawl_process import run_crawl
from ftcrawler.crawling.crawl_report import report_of
from ftcrawler.endings import (
    ALREADY_RUNNING,
    AT_ITS_END,
    BY_SEVERITY,
    EXIT_INCOMPLETE,
    EXIT_OK,
    Status,
)
from ftcrawler.night.night import Came
from ftcrawler.runs import locks
from ftcrawler.runs.report import Report

if TYPE_CHECKING:
    from ftcrawler.crawling.crawl_command import CrawlCommand
    from ftcrawler.crawling.crawl_process import Ended
    from ftcrawler.night.night import Night
    from ftcrawler.runs.run_name import RunName

# Seconds between two looks at a run that is waited for.
LOOK: Final = 1.0
KILLED: Final = "Tuée pendant la nuit."


def collect(night: Night) -> Came:
    """Crawl what the night is for.

    A forced crawl never goes on with another; so that of a night that is taken up is not forced,
    unless all that it finds was collected before the night began.
    """
    force = night.command.force
    code, report = _crawl(night, night.command.crawl(force=force and night.taken_up is None))
    if force and night.taken_up and _skipped(report) and not _collected(night):
        code, report = _crawl(night, night.command.crawl(force=True))
    return _came(night, code, report)


def ask_candidates(night: Night) -> Came:
    """Ask the detail of each candidate."""
    return _came(night, *_crawl(night, night.command.closed()))


def _crawl(night: Night, command: CrawlCommand) -> tuple[int, Report | None]:
    """Return the exit code of a crawl, and its report, if there is one.

    Where the same is under way, of a night that was killed and left it alone, it is waited for.
    """
    while True:
        with night.stop.left_to_a_crawl():
            ended = run_crawl(command, limit=night.stop.limit)
        report = _report(ended)
        if report is None or report.reason != ALREADY_RUNNING.reason or night.stop.asked:
            return _code(ended), report
        night.tell("La même collecte est déjà en cours : la nuit attend qu'elle finisse.")
        _wait_for_any(night, _alive(night, command.spider))


def _report(ended: Ended) -> Report | None:
    try:
        return report_of(ended, killed=KILLED)
    except ValueError:  # somebody has edited it since
        return None


def _code(ended: Ended) -> int:
    """Return the exit code; one that was killed is incomplete, whatever the system calls that."""
    killed = ended.report_path is not None and not ended.report_path.is_file()
    return EXIT_INCOMPLETE if killed or ended.code not in BY_SEVERITY else ended.code


def _alive(night: Night, spider: str) -> list[RunName]:
    names = (name for name in night.layout.with_journal() if name.spider == spider)
    return [name for name in names if locks.is_held(night.layout.lock(name))]


def _wait_for_any(night: Night, runs: list[RunName]) -> None:
    time.sleep(LOOK)
    while runs and all(locks.is_held(night.layout.lock(name)) for name in runs):
        time.sleep(LOOK)


def _skipped(report: Report | None) -> bool:
    return report is not None and report.status is Status.SKIPPED


def _collected(night: Night) -> bool:
    """Tell whether a run since the night began has read what was asked."""
    assert night.taken_up
    for name in night.layout.with_report():
        if name.spider != night.command.spider or name.started < night.taken_up:
            continue
        try:
            report = Report.from_json(night.layout.report(name).read_bytes())
        except (OSError, ValueError):
            continue
        if report.is_of(night.source) and report.status in {Status.COMPLETE, Status.TRUNCATED}:
            return True
    return False


def _came(night: Night, code: int, report: Report | None) -> Came:
    """Return what came of a crawl; the last step of the night sends what only S3 lacks."""
    read = report is not None and report.status in AT_ITS_END
    if code == EXIT_INCOMPLETE and read and night.store and not night.command.exports:
        code = EXIT_OK
    return Came(code, f"Collecte {report.run}" if report and report.run else "")
