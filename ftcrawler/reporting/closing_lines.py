"""The two lines that close every run: a verdict with figures, and where the data are."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        parts.append(f"{_count(missing, 'manquante')}, détail dans le rapport")
    if report.message:
        parts.append(" ".join(report.message.split()))
    return " ; ".join(parts)


def _offers(report: Report) -> str:
    read = [search for search in report.searches if search.status is not Status.SKIPPED]
    announced = sum(search.announced or 0 for search in read)
    return (
        f"{_count(report.offers.get('collected', 0), 'offre')} sur {_count(announced, 'annoncée')}"
        f", {_count(report.offers.get('duplicates', 0), 'doublon')}, "
        f"{_count(report.requests.get('search', 0), 'requête')}"
    )


def _whereabouts(report: Report, root: Path) -> str:
    if not report.run:
        return "Rien n'a été écrit, pas même un rapport"
    written = report.files.get("written", 0)
    said = f"Données : {_count(written, 'fichier')} dans {root / RAW_PREFIX}"
    if any(report.s3.values()):
        said += f" ; S3 : {_count(report.s3['uploaded'], 'fichier')}"
        if report.s3["pending"]:
            said += f", {report.s3['pending']} à envoyer par « scrapy s3-sync »"
    return f"{said}. Rapport : {root / report_key(report.run)}"


def _count(number: int, noun: str) -> str:
    """Return a count with its noun.

    >>> _count(1, "offre"), _count(12345, "offre")
    ('1 offre', '12 345 offres')
    """
    return f"{_number(number)} {noun}{'s' if number > 1 else ''}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", " ")
