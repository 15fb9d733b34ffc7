"""From what was read to what can be said of it: the status of a search, of a run, an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler import close_reasons
from ftcrawler.api.ranges import OFFERS_PER_QUERY
from ftcrawler.reporting.report import Report, SearchReport, Status
from ftcrawler.sweep.progress import StoppedBy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ftcrawler.sweep.paged import Outcome

EXIT_OK: Final = 0
EXIT_BAD_INPUT: Final = 1
EXIT_FAILED: Final = 3
EXIT_INCOMPLETE: Final = 4

BAD_INPUT = frozenset(
    {
        close_reasons.BAD_ARGUMENT,
        close_reasons.BAD_CONFIGURATION,
        close_reasons.ALREADY_RUNNING,
    }
)
FATAL = BAD_INPUT | {
    close_reasons.AUTH_FAILED,
    close_reasons.STORAGE_FAILED,
    close_reasons.API_UNREACHABLE,
    close_reasons.START_ERROR,
    close_reasons.CRASHED,
}


def search_report(outcome: Outcome, *, max_pages: int, collected: int, pages: int) -> SearchReport:
    """Confront what a sweep was told with what is on disk.

    *collected* are different offers on disk, *pages* are files on disk.
    """
    problems = list(outcome.problems)
    if outcome.unanswered:
        problems.append(f"{outcome.unanswered} page(s) demandée(s) sans réponse")
    if lost := outcome.filled_pages - pages:
        problems.append(f"{lost} page(s) reçue(s) mais pas écrite(s)")
    missing = max((outcome.announced or 0) - collected, 0)
    if problems:
        status = Status.INCOMPLETE
    elif outcome.stopped_by is StoppedBy.MAX_PAGES:
        status = Status.TRUNCATED
    elif outcome.stopped_by is StoppedBy.API_LIMIT:
        status = Status.INCOMPLETE
        problems.append(f"l'API ne donne que {OFFERS_PER_QUERY} offres par recherche")
    elif missing:
        status = Status.INCOMPLETE
        problems.append(f"{missing} offre(s) annoncée(s) au début n'ont pas été reçues")
    else:
        status = Status.COMPLETE
    return SearchReport(
        label=outcome.search.label,
        criteria=dict(outcome.search.criteria),
        sector=outcome.search.sector,
        status=status,
        max_pages=max_pages,
        announced=outcome.announced,
        collected=collected,
        missing=missing,
        pages=pages,
        problems=tuple(problems),
    )


def run_status(reason: str, searches: Sequence[SearchReport]) -> Status:
    """Return the status of a run that closed for *reason*.

    >>> run_status("auth_failed", [])
    <Status.FAILED: 'failed'>
    """
    if reason in FATAL:
        return Status.FAILED
    found = {search.status for search in searches}
    if reason != close_reasons.FINISHED:  # shut down, or closed by a limit of Scrapy's
        found.add(Status.INCOMPLETE)
    if found == {Status.SKIPPED}:
        return Status.SKIPPED
    worst_first = (Status.FAILED, Status.INCOMPLETE, Status.TRUNCATED)
    return next((status for status in worst_first if status in found), Status.COMPLETE)


def exit_code(report: Report) -> int:
    """Return the exit code of `scrapy crawl` (docs/exit-codes.md)."""
    if report.status is Status.FAILED:
        return EXIT_BAD_INPUT if report.reason in BAD_INPUT else EXIT_FAILED
    if report.status is Status.INCOMPLETE or report.s3.get("pending"):
        return EXIT_INCOMPLETE
    return EXIT_OK
