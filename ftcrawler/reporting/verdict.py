"""From what was read to what can be said of it: the status of a search, of a run, an exit code."""

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
from ftcrawler.reporting.report_figures import missing_of
from ftcrawler.runs.report import Report, SearchReport
from ftcrawler.sweep.completeness import contradictions
from ftcrawler.sweep.movement import fell
from ftcrawler.sweep.outcome import StoppedBy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ftcrawler.sweep.outcome import Outcome


def search_report(
    outcome: Outcome, *, max_pages: int, collected: int, pages: int, before: int = 0
) -> SearchReport:
    """Confront what a sweep was told with what is on disk.

    *collected* are different offers on disk, *pages* are files on disk; *before* is how many
    offers the last reading held, if that speaks against having none.
    """
    missing = missing_of(outcome.announced, collected=collected, vanished=outcome.vanished)
    if outcome.finished:  # until then its own accounts lag behind the disk
        # What is on disk, of pages that the sweep did not believe, is not missing.
        unaccounted = max(collected - outcome.read, 0)
        missing = max(missing, outcome.missing - unaccounted)
    stopped = outcome.stopped_by is StoppedBy.MAX_PAGES
    problems = [*outcome.problems, *_problems(outcome, collected)]
    if not stopped and not problems:
        problems += contradictions(outcome)
    if outcome.announced == 0 and fell(before, 0):
        problems.append(f"aucune offre, contre {before} à la collecte précédente : à confirmer")
    if missing and outcome.finished and not stopped and not problems:
        problems.append(f"{missing} offre(s) annoncée(s) n'ont pas été reçues")
    if problems:
        status = Status.INCOMPLETE
    elif stopped:
        status = Status.TRUNCATED
    elif not outcome.finished:
        status = Status.INCOMPLETE
        problems.append("lecture interrompue avant la fin")
    else:
        status = Status.COMPLETE
    return SearchReport(
        label=outcome.search.label,
        criteria=dict(outcome.search.criteria),
        sector=outcome.search.sector,
        status=status,
        max_pages=max_pages,
        announced=outcome.announced,
        announced_after=outcome.announced_after,
        collected=collected,
        appeared=outcome.appeared,
        vanished=outcome.vanished,
        missing=missing,
        pages=pages,
        slices=outcome.slices,
        problems=tuple(problems),
    )


def _problems(outcome: Outcome, collected: int) -> Iterator[str]:
    if outcome.unanswered:
        yield f"{outcome.unanswered} page(s) demandée(s) sans réponse"
    if lost := max(outcome.read - collected, 0):
        yield f"{lost} offre(s) reçue(s) mais pas sur le disque"
    for part in outcome.slices:
        if part.missing and part.criteria:
            where = " ".join(f"{name}={value}" for name, value in part.criteria.items())
            yield f"{part.missing} offre(s) hors d'atteinte dans la tranche {where}"


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
