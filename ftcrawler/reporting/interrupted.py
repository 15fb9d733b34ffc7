"""Runs that stopped in the middle: what is said when one goes on, and when it never will."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ftcrawler.reporting.french import number
from ftcrawler.reporting.make_report import report_of_killed
from ftcrawler.runs.details import write_details
from ftcrawler.runs.layout import details_key, report_key
from ftcrawler.runs.report import write_report

if TYPE_CHECKING:
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
    report = report_of_killed(run)
    write_details(run)
    if (details := run.layout.details(run.name)).is_file():
        run.journal.record_file(details_key(run.name), details.stat().st_size)
    run.journal.record_file(report_key(run.name), write_report(run.layout, report))
    logger.warning(
        "La collecte %s, interrompue, n'est pas reprise : close comme incomplète, avec %s page(s) "
        "et %s offre(s). Rapport : %s",
        *(run.name, number(report.files["written"]), number(report.offers["collected"])),
        run.files.path(report_key(run.name)),
    )
