"""Runs that stopped in the middle: what is said when one goes on, and when it never will."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import orjson

from ftcrawler import endings
from ftcrawler.endings import Status
from ftcrawler.reporting.field_reports import field_reports
from ftcrawler.reporting.figures import file_figures, missing_of, request_figures
from ftcrawler.reporting.french import number
from ftcrawler.reporting.report import Report, SearchReport
from ftcrawler.runs.clock import paris_now
from ftcrawler.runs.journal_mended import FACT as MENDED
from ftcrawler.runs.journal_mended import mended_offers
from ftcrawler.runs.layout import report_key

if TYPE_CHECKING:
    from ftcrawler.runs.journal_figures import KnownSearch
    from ftcrawler.runs.run import Run

logger = logging.getLogger(__name__)


def say_resumed(run: Run) -> None:
    """Say where a run goes on from."""
    logger.info(
        "Reprise de la collecte %s : %s page(s) déjà sur disque, %s offre(s).",
        *(run.name, number(run.journal.totals().pages), number(run.journal.offers())),
    )


def close_interrupted(run: Run) -> None:
    """Report a run that was killed and is not taken up again, from what its journal holds."""
    report = interrupted_report(run)
    body = report.to_json()
    run.files.write(report_key(run.name), body)
    run.journal.record_file(report_key(run.name), len(body))
    logger.warning(
        "La collecte %s, interrompue, n'est pas reprise : close comme incomplète, avec %s page(s) "
        "et %s offre(s). Rapport : %s",
        *(run.name, number(report.files["written"]), number(report.offers["collected"])),
        run.files.path(report_key(run.name)),
    )


def interrupted_report(run: Run) -> Report:
    """Return the report of a run whose processes are all dead; it may block."""
    totals = run.journal.totals()
    searches = stopped_searches(run)
    return Report(
        run=str(run.name),
        spider=run.name.spider,
        source=run.source,
        arguments=orjson.loads(run.journal.fact("arguments") or "{}"),
        started=run.started.isoformat(),
        finished=paris_now().isoformat(),
        resumed=run.resumed,
        status=Status.INCOMPLETE,
        reason=endings.INTERRUPTED.reason,
        message="Collecte interrompue et non reprise.",
        searches=searches,
        offers={"collected": run.journal.offers(), "duplicates": totals.duplicates},
        mended=mended_offers(run.journal.fact(MENDED)),
        requests=request_figures({}, searches, run.earlier),
        files=file_figures(totals),
        s3={"uploaded": totals.uploaded, "pending": len(run.journal.pending())},
        fields=field_reports(run.journal.fields()),
    )


def stopped_searches(run: Run) -> tuple[SearchReport, ...]:
    """Return the searches of a run of which nothing but the journal is left to tell."""
    limits = orjson.loads(run.journal.fact("limits") or "{}")
    return tuple(
        _search(run, known, limits.get(known.label, 0)) for known in run.journal.searches()
    )


def _search(run: Run, known: KnownSearch, max_pages: int) -> SearchReport:
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
