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

    from ftcrawler.runs.report import Report, SearchReport


def at_their_end(searches: Sequence[SearchReport]) -> bool:
    """Tell whether every search is read as far as was asked: nothing is left to stop."""
    return bool(searches) and all(search.status in AT_ITS_END for search in searches)


def run_status(reason: str, searches: Sequence[SearchReport]) -> Status:
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
