"""Make the report of a run from what is known of it, however it ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from ftcrawler import endings, stats
from ftcrawler.endings import Status
from ftcrawler.reporting.detail_report import detail_report
from ftcrawler.reporting.drift import field_changes
from ftcrawler.reporting.field_reports import field_reports
from ftcrawler.reporting.past_runs import PastRuns
from ftcrawler.reporting.report_figures import file_figures, request_figures
from ftcrawler.reporting.search_reports import search_reports, stopped_searches
from ftcrawler.reporting.verdict import all_asked, at_their_end, run_status
from ftcrawler.runs.journal_counts import MENDED, mended_offers
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.report import Report, SearchReport
from ftcrawler.runs.reported_fields import Drift

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ftcrawler.exceptions import StorageError
    from ftcrawler.reporting.search_reports import Reading
    from ftcrawler.runs.reported_fields import FieldReport
    from ftcrawler.runs.run import Run


def make_report(
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
    searches = search_reports(run, reading, past)
    if reason == endings.FINISHED.reason and _nobody_answered(reading, values):
        reason = endings.API_UNREACHABLE.reason
    elif reason not in endings.FATAL and (at_their_end(searches) or all_asked(reading)):
        reason = endings.FINISHED.reason  # what stopped it came when nothing was left to read
    said = values.get(stats.FAILURE) or values.get(stats.UNFORESEEN) or _silence(reason, reading)
    pending = len(run.journal.pending()) if run.to_upload else 0
    known = _of_journal(run, searches, values, pending)
    return replace(
        known,
        arguments=arguments,
        status=run_status(reason, searches, known.details),
        reason=reason,
        message=said,
        drift=_drift(past, searches, known.fields),
    )


def report_of_killed(run: Run) -> Report:
    """Return the report of a run whose processes are all dead; it may block."""
    return replace(
        # Whatever its last process was told, what an earlier one left is still to be sent.
        _of_journal(run, stopped_searches(run), {}, len(run.journal.pending())),
        arguments=orjson.loads(run.journal.fact("arguments") or "{}"),
        message="Collecte interrompue et non reprise.",
    )


def report_without_run(spider: str, source: str, *, reason: str, message: str) -> Report:
    """Return the report of a run that found no place to write it: it has no name."""
    now = paris_now().isoformat()
    return Report(
        run="",
        spider=spider,
        source=source,
        started=now,
        finished=now,
        status=run_status(reason, []),
        reason=reason,
        message=message,
    )


def died_since(report: Report, *, reason: str, message: str | None) -> Report:
    """Return the report of a run that died after it was made."""
    status = run_status(reason, report.searches, report.details)
    return replace(report, reason=reason, status=status, message=message)


def unwritten(report: Report, error: StorageError) -> Report:
    """Return the report that the disk did not take: of a run that failed, if for nothing else."""
    if report.reason in endings.FATAL:
        return replace(report, message=f"{report.message or ''} Rapport non écrit : {error}")
    return replace(
        report,
        status=Status.FAILED,
        reason=endings.STORAGE_FAILED.reason,
        message=f"Erreur: rapport non écrit : {error}",
    )


def _of_journal(
    run: Run, searches: Sequence[SearchReport], values: Mapping[str, Any], pending: int
) -> Report:
    """Return what the journal tells: the report of an interrupted run, but for its words."""
    totals, details = run.journal.totals(), detail_report(run.journal)
    return Report(
        run=str(run.name),
        spider=run.name.spider,
        source=run.source,
        started=run.started.isoformat(),
        finished=paris_now().isoformat(),
        resumed=run.resumed,
        status=Status.INCOMPLETE,
        reason=endings.INTERRUPTED.reason,
        searches=tuple(searches),
        details=details,
        offers={"collected": run.journal.offers(), "duplicates": totals.duplicates},
        mended=mended_offers(run.journal.fact(MENDED)),
        requests=request_figures(
            values, searches, run.earlier, of="search" if details is None else "detail"
        ),
        files=file_figures(totals),
        s3={"uploaded": totals.uploaded, "pending": pending},
        fields=field_reports(run.journal.fields()),
    )


def _drift(
    past: PastRuns, searches: Sequence[SearchReport], fields: Mapping[str, FieldReport]
) -> Drift:
    labels = {each.label for each in searches if each.status is not Status.SKIPPED}
    # Of offers asked for one by one, no two runs ask the same.
    earlier = past.last_of(labels) if fields and labels else None
    if earlier is None:
        return Drift()
    return Drift(earlier.run, field_changes(earlier.fields, fields))


def _silence(reason: str, reading: Reading) -> str | None:
    """Say what became of the first search, or of the last offer, where no answer came to any."""
    told = [problem.partition(" : ")[2] for each in reading.outcomes for problem in each.problems]
    if reading.asking is not None and reading.asking.silence:
        told.append(reading.asking.silence)
    if reason != endings.API_UNREACHABLE.reason or not told:
        return None
    cause = told[0]
    return (
        f"Erreur: l'API ne répond pas ({cause}). Vérifiez le réseau, le proxy (HTTPS_PROXY) et "
        "URL_API_FRANCE_TRAVAIL, puis relancez la même commande."
    )


def _nobody_answered(reading: Reading, values: Mapping[str, Any]) -> bool:
    """Tell whether every search failed at its first page, or every offer, unanswered."""
    silent = [outcome.silent for outcome in reading.outcomes]
    if reading.asking is not None:
        silent.append(reading.asking.silence is not None)
    return bool(silent) and all(silent) and bool(values.get(stats.GIVEN_UP))
