"""The two lines that close every run: a verdict with figures, and where the data are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.reporting.french import count
from ftcrawler.reporting.report import Report, Status
from ftcrawler.stores.layout import RAW_PREFIX, report_key

if TYPE_CHECKING:
    from pathlib import Path

VERDICTS = {
    Status.COMPLETE: "Collecte complète",
    Status.TRUNCATED: "Collecte arrêtée à max_pages",
    Status.INCOMPLETE: "Collecte INCOMPLÈTE",
    Status.FAILED: "ÉCHEC de la collecte",
    Status.SKIPPED: "Rien à faire, déjà collecté aujourd'hui",
}


def closing_lines(report: Report, root: Path) -> list[str]:
    """Return the two lines, in French; *root* is the data folder."""
    return [_verdict(report), _whereabouts(report, root)]


def _verdict(report: Report) -> str:
    parts = [VERDICTS[report.status]]
    if report.requests.get("search"):
        parts.append(_offers(report))
    if report.status is Status.INCOMPLETE:
        missing = sum(search.missing for search in report.searches)
        parts.append(f"{count(missing, 'manquante')}, détail dans le rapport")
    if report.message:
        parts.append(" ".join(report.message.split()))
    return " ; ".join(parts)


def _offers(report: Report) -> str:
    read = [search for search in report.searches if search.status is not Status.SKIPPED]
    announced = sum(search.announced or 0 for search in read)
    return (
        f"{count(report.offers.get('collected', 0), 'offre')} sur {count(announced, 'annoncée')}"
        f", {count(report.offers.get('duplicates', 0), 'doublon')}, "
        f"{count(report.requests.get('search', 0), 'requête')}"
    )


def _whereabouts(report: Report, root: Path) -> str:
    if not report.run:
        return "Rien n'a été écrit, pas même un rapport"
    written = report.files.get("written", 0)
    said = f"Données : {count(written, 'fichier')} dans {root / RAW_PREFIX}"
    if any(report.s3.values()):
        said += f" ; S3 : {count(report.s3['uploaded'], 'fichier')}"
        if report.s3["pending"]:
            said += f", {report.s3['pending']} à envoyer par « scrapy s3-sync »"
    return f"{said}. Rapport : {root / report_key(report.run)}"
