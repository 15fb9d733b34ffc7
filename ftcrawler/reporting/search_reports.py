"""What a run's report says of its searches: those a spider has read, or a journal tells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import orjson

from ftcrawler.endings import Status
from ftcrawler.reporting.completeness import search_report
from ftcrawler.reporting.report_figures import missing_of
from ftcrawler.runs.details import planned
from ftcrawler.runs.report import SearchReport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ftcrawler.reporting.past_runs import PastRuns
    from ftcrawler.runs.journal_figures import KnownSearch
    from ftcrawler.runs.lost_pages import Lost
    from ftcrawler.runs.run import Run
    from ftcrawler.searches.search import Search
    from ftcrawler.sweep.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How many offers a run has asked for, and how many are `left` to this process.

    `silence` is why the last one was not answered, if none was in this process.
    """

    done: int
    left: int
    silence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a spider did: the searches it read, those it left because today's data exist.

    `limits` are the pages that each may have, by label, 0: any number. Until it is `settled`,
    which searches there are is not known, nor which of them are done already. `lost` are pages,
    by label, that the disk has no more: the journal has just forgotten them. `asking` is of a
    spider that reads no search, but asks for offers one by one.
    """

    outcomes: Sequence[Outcome] = ()
    skipped: Sequence[Search] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    settled: bool = False
    lost: Mapping[str, Lost] = field(default_factory=dict)
    asking: Asking | None = None


class Reader(Protocol):
    """A spider that can tell what it has read so far."""

    def reading(self) -> Reading:
        """Return what it read and what it left."""


def search_reports(run: Run, reading: Reading, past: PastRuns) -> tuple[SearchReport, ...]:
    """Confront what a spider was told with what is on disk, search by search. It may block."""
    if not reading.settled:
        return stopped_searches(run)
    outcomes = [_with(outcome, reading.lost) for outcome in reading.outcomes]
    read = [_read(run, each, reading.limits[each.search.label], past) for each in outcomes]
    return (*read, *(_left(each, reading.limits[each.label]) for each in reading.skipped))


def stopped_searches(run: Run) -> tuple[SearchReport, ...]:
    """Return the searches of a run of which nothing but the journal is left to tell."""
    if planned(run.journal) is not None:  # the label of its pages is that of no search
        return ()
    limits = orjson.loads(run.journal.fact("limits") or "{}")
    return tuple(
        _stopped(run, known, limits.get(known.label, 0)) for known in run.journal.searches()
    )


def _read(run: Run, outcome: Outcome, max_pages: int, past: PastRuns) -> SearchReport:
    label = outcome.search.label
    # The same command given again confirms it.
    in_doubt = outcome.announced == 0 and not run.resumed
    return search_report(
        outcome,
        max_pages=max_pages,
        collected=run.journal.collected(label),
        pages=run.journal.pages(label),
        before=past.offers_of(label) if in_doubt else 0,
    )


def _with(outcome: Outcome, lost: Mapping[str, Lost]) -> Outcome:
    if outcome.search.label not in lost:
        return outcome
    told = f"{lost[outcome.search.label]}. Relancez la même commande : elle les redemande"
    return replace(outcome, problems=(*outcome.problems, told))


def _left(search: Search, max_pages: int) -> SearchReport:
    return SearchReport(
        label=search.label,
        criteria=dict(search.criteria),
        sector=search.sector,
        status=Status.SKIPPED,
        max_pages=max_pages,
    )


def _stopped(run: Run, known: KnownSearch, max_pages: int) -> SearchReport:
    collected = run.journal.collected(known.label)
    return SearchReport(
        label=known.label,
        criteria=known.criteria,
        sector=known.sector,
        status=Status.INCOMPLETE,
        max_pages=max_pages,
        announced=known.announced,
        collected=collected,
        missing=missing_of(known.announced, collected=collected),
        pages=run.journal.pages(known.label),
        problems=("lecture interrompue avant la fin",),
    )
