"""Put a report together from what is known of a run, however it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ftcrawler import close_reasons, stats
from ftcrawler.reporting.drift import Drift, field_changes
from ftcrawler.reporting.fields import field_reports
from ftcrawler.reporting.figures import file_figures, request_figures
from ftcrawler.reporting.past_runs import PastRuns
from ftcrawler.reporting.report import Report, SearchReport, Status
from ftcrawler.reporting.verdict import run_status, search_report
from ftcrawler.stores.clock import paris_now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ftcrawler.reporting.fields import FieldReport
    from ftcrawler.searches.search import Search
    from ftcrawler.stores.runs import Run
    from ftcrawler.sweep.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a spider did: the searches it read, those it left because today's data exist."""

    outcomes: Sequence[Outcome] = ()
    skipped: Sequence[Search] = ()
    max_pages: int = 0


def build_report(
    run: Run,
    *,
    arguments: Mapping[str, Any],
    reason: str,
    reading: Reading,
    values: Mapping[str, Any],
) -> Report:
    """Return the report of a run that closed for *reason*; *values* are Scrapy's statistics.

    What is collected is counted in the journal: offers that are on disk, whichever process of
    the run wrote them. It may block.
    """
    spider = run.name[: -len(run.stamp) - 1]
    past = PastRuns(run.layout.runs, spider, run.name)
    searches = [_read(run, outcome, reading.max_pages, past) for outcome in reading.outcomes]
    searches += [_left(search, reading.max_pages) for search in reading.skipped]
    if reason == close_reasons.FINISHED and _nobody_answered(reading, values):
        reason = close_reasons.API_UNREACHABLE
    totals = run.journal.totals()
    pending = run.journal.pending() if run.to_upload else []
    fields = field_reports(run.journal.fields())
    return Report(
        run=run.name,
        spider=spider,
        arguments=arguments,
        started=run.started.isoformat(),
        finished=paris_now().isoformat(),
        resumed=run.resumed,
        status=run_status(reason, searches),
        reason=reason,
        message=values.get(stats.FAILURE),
        searches=tuple(searches),
        offers={"collected": run.journal.offers(), "duplicates": totals.duplicates},
        requests=request_figures(values, searches, run.earlier),
        files=file_figures(totals),
        s3={"uploaded": totals.uploaded, "pending": len(pending)},
        fields=fields,
        drift=_drift(past, searches, fields),
    )


def _drift(
    past: PastRuns, searches: Sequence[SearchReport], fields: Mapping[str, FieldReport]
) -> Drift:
    if not fields:
        return Drift()
    labels = {each.label for each in searches if each.status is not Status.SKIPPED}
    earlier = past.last_of(labels)
    if earlier is None:
        return Drift()
    return Drift(earlier.run, field_changes(earlier.fields, fields))


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


def _left(search: Search, max_pages: int) -> SearchReport:
    return SearchReport(
        label=search.label,
        criteria=dict(search.criteria),
        sector=search.sector,
        status=Status.SKIPPED,
        max_pages=max_pages,
    )


def _nobody_answered(reading: Reading, values: Mapping[str, Any]) -> bool:
    """Tell whether every search failed at its first page, for want of an answer."""
    silent = [outcome.silent for outcome in reading.outcomes]
    return bool(silent) and all(silent) and bool(values.get(stats.GIVEN_UP))
