"""From the statuses of its searches to the status of a run, and the exit code of a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.endings import (
    AT_ITS_END,
    EXIT_INCOMPLETE,
    EXIT_OK,
    FATAL,
    FINISHED,
    Status,
    failed_exit_code,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ftcrawler.reporting.search_reports import Reading
    from ftcrawler.runs.report import DetailsReport, Report, SearchReport


def at_their_end(searches: Sequence[SearchReport]) -> bool:
    """Tell whether every search is read as far as was asked: nothing is left to stop."""
    return bool(searches) and all(search.status in AT_ITS_END for search in searches)


def all_asked(reading: Reading) -> bool:
    """Tell whether every offer that was to be asked for has been: nothing is left to stop."""
    return reading.asking is not None and not reading.asking.left


def is_over(report: Report, reading: Reading) -> bool:
    """Tell whether the same command would have nothing to take up.

    An offer that was asked for in vain is asked for by another run.
    """
    in_vain = report.reason == FINISHED.reason and all_asked(reading)
    return in_vain or report.status in AT_ITS_END


def run_status(
    reason: str, searches: Sequence[SearchReport], details: DetailsReport | None = None
) -> Status:
    """Return the status of a run that closed for *reason*.

    >>> run_status("auth_failed", [])
    <Status.FAILED: 'failed'>
    """
    if reason in FATAL:
        return Status.FAILED
    found = {search.status for search in searches}
    # Shut down, or closed by a limit of Scrapy's: with all read, that stopped nothing.
    if reason != FINISHED.reason and not at_their_end(searches):
        found.add(Status.INCOMPLETE)
    if details is not None and (details.left or details.controls_left):
        found.add(Status.INCOMPLETE)
    if found == {Status.SKIPPED}:
        return Status.SKIPPED
    worst_first = (Status.FAILED, Status.INCOMPLETE, Status.TRUNCATED)
    return next((status for status in worst_first if status in found), Status.COMPLETE)


def exit_code(report: Report, *, lacking_feeds: int = 0) -> int:
    """Return the exit code of `scrapy crawl` (docs/exit-codes.md)."""
    if report.status is Status.FAILED:
        return failed_exit_code(report.reason)
    if report.status is Status.INCOMPLETE or report.s3.get("pending") or lacking_feeds:
        return EXIT_INCOMPLETE
    return EXIT_OK
