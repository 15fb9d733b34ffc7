"""Whether a search was read whole: what its sweep was told, confronted with what is on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.endings import Status
from ftcrawler.reporting.report_figures import missing_of
from ftcrawler.runs.report import SearchReport
from ftcrawler.sweep.contradictions import contradictions
from ftcrawler.sweep.movement import fell
from ftcrawler.sweep.outcome import StoppedBy

if TYPE_CHECKING:
    from collections.abc import Iterator

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
