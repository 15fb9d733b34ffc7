"""Put a report together from what is known of a run, however it ended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from ftcrawler import endings, stats
from ftcrawler.endings import Status
from ftcrawler.reporting.drift import Drift, field_changes
from ftcrawler.reporting.field_reports import field_reports
from ftcrawler.reporting.figures import file_figures, request_figures
from ftcrawler.reporting.interrupted import stopped_searches
from ftcrawler.reporting.past_runs import PastRuns
from ftcrawler.reporting.report import Report, SearchReport
from ftcrawler.reporting.verdict import at_their_end, run_status, search_report
from ftcrawler.runs.clock import paris_now
from ftcrawler.runs.journal_mended import FACT as MENDED
from ftcrawler.runs.journal_mended import mended_offers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ftcrawler.reporting.field_reports import FieldReport
    from ftcrawler.runs.lost_pages import Lost
    from ftcrawler.runs.run import Run
    from ftcrawler.searches.search import Search
    from ftcrawler.sweep.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a spider did: the searches it read, those it left because today's data exist.

    `limits` are the pages that each may have, by label, 0: any number. Until it is `settled`,
    which searches there are is not known, nor which of them are done already. `lost` are pages,
    by label, that the disk has no more: the journal has just forgotten them.
    """

    outcomes: Sequence[Outcome] = ()
    skipped: Sequence[Search] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    settled: bool = False
    lost: Mapping[str, Lost] = field(default_factory=dict)


class Reader(Protocol):
    """A spider that can tell what it has read so far."""

    def reading(self) -> Reading:
        """Return what it read and what it left."""


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
    past = PastRuns(run.layout, run.source, run.name)
    searches = _searches(run, reading, past)
    if reason == endings.FINISHED.reason and _nobody_answered(reading, values):
        reason = endings.API_UNREACHABLE.reason
    elif reason not in endings.FATAL and at_their_end(searches):
        reason = endings.FINISHED.reason  # what stopped it came when nothing was left to read
    totals = run.journal.totals()
    pending = run.journal.pending() if run.to_upload else []
    fields = field_reports(run.journal.fields())
    return Report(
        run=str(run.name),
        spider=run.name.spider,
        source=run.source,
        arguments=arguments,
        started=run.started.isoformat(),
        finished=paris_now().isoformat(),
        resumed=run.resumed,
        status=run_status(reason, searches),
        reason=reason,
        message=values.get(stats.FAILURE)
        or values.get(stats.UNFORESEEN)
        or _silence(reason, reading),
        searches=searches,
        offers={"collected": run.journal.offers(), "duplicates": totals.duplicates},
        mended=mended_offers(run.journal.fact(MENDED)),
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


def _searches(run: Run, reading: Reading, past: PastRuns) -> tuple[SearchReport, ...]:
    if not reading.settled:
        return stopped_searches(run)
    outcomes = [_with(outcome, reading.lost) for outcome in reading.outcomes]
    read = [_read(run, each, reading.limits[each.search.label], past) for each in outcomes]
    return (*read, *(_left(each, reading.limits[each.label]) for each in reading.skipped))


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


def _silence(reason: str, reading: Reading) -> str | None:
    """Say what became of the first search, where no answer came to any."""
    told = [problem for outcome in reading.outcomes for problem in outcome.problems]
    if reason != endings.API_UNREACHABLE.reason or not told:
        return None
    cause = told[0].partition(" : ")[2]
    return (
        f"Erreur: l'API ne répond pas ({cause}). Vérifiez le réseau, le proxy (HTTPS_PROXY) et "
        "URL_API_FRANCE_TRAVAIL, puis relancez la même commande."
    )


def _nobody_answered(reading: Reading, values: Mapping[str, Any]) -> bool:
    """Tell whether every search failed at its first page, for want of an answer."""
    silent = [outcome.silent for outcome in reading.outcomes]
    return bool(silent) and all(silent) and bool(values.get(stats.GIVEN_UP))
