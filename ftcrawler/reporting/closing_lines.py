"""The two lines that close every run: a verdict with figures, and where the data are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ftcrawler.endings import Status
from ftcrawler.quoting import LONGEST_MESSAGE, one_line
from ftcrawler.reporting.french import count, number
from ftcrawler.runs.layout import RAW_PREFIX, report_key
from ftcrawler.runs.report import DetailsReport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ftcrawler.runs.report import Report

VERDICTS = {
    Status.COMPLETE: "Collecte complète",
    Status.TRUNCATED: "Collecte arrêtée à max_pages",
    Status.INCOMPLETE: "Collecte INCOMPLÈTE",
    Status.FAILED: "ÉCHEC de la collecte",
    Status.SKIPPED: "Rien à faire, déjà collecté aujourd'hui",
}
# Of a run that asks for offers one by one.
DETAIL_VERDICTS = {
    Status.COMPLETE: "Vérification complète",
    Status.INCOMPLETE: "Vérification INCOMPLÈTE",
    Status.FAILED: "ÉCHEC de la vérification",
}
NOTHING_TO_ASK: Final = "Aucune offre à vérifier"
NOBODY_SAID: Final = "l'API n'a pas dit combien il y en a"
# Searches that are named, of those that were not read at all.
NAMED: Final = 10
# Something to choose from; a refused argument is a sentence, behind its name and a colon.
CHOICE: Final = re.compile(r"^  - [^:\n]+$", re.MULTILINE)


def verdict_of(report: Report) -> str:
    """Return what a run came to, in a word or two."""
    if report.details is None:
        return VERDICTS[report.status]
    if report.details == DetailsReport() and report.status is Status.COMPLETE:
        return NOTHING_TO_ASK
    return DETAIL_VERDICTS[report.status]


def closing_lines(report: Report, root: Path, *, written: bool = True) -> list[str]:
    """Return the two lines, in French; *root* is the data folder.

    What the message gives to choose from, such as towns, stands between them, a line each.
    *written* says whether the report is there.
    """
    message = report.message or ""
    lines = message.splitlines() if len(CHOICE.findall(message)) > 1 else [message]
    first, *listed = (one_line(line, most=LONGEST_MESSAGE) for line in lines)
    where = _whereabouts(report, root, written=written)
    return [_verdict(report, first), *(f"  {line}" for line in listed), where]


def _verdict(report: Report, message: str) -> str:
    parts = [verdict_of(report)]
    if report.details is not None:
        parts += _details(report.details, report.requests.get("detail", 0))
    elif report.requests.get("search") or report.status is Status.INCOMPLETE:
        parts.append(_offers(report))
    parts += _unread(report)
    if report.status is Status.INCOMPLETE and report.details is None:
        parts.append(_missing(report))
    if message:
        parts.append(message)
    return " ; ".join(parts)


def _details(told: DetailsReport, requests: int) -> Iterator[str]:
    """Tell what the offers answered, and the controls among them."""
    if told == DetailsReport():
        return
    left = f", {number(told.left)} sans réponse, encore à vérifier" if told.left else ""
    yield (
        f"{count(told.gone + told.open + told.left, 'offre')} : {count(told.gone, 'disparue')}, "
        f"{count(told.open, 'ouverte')}{left}"
    )
    gone = f" dont {count(told.controls_gone, 'disparu')}" if told.controls_gone else ""
    unheard = f", {number(told.controls_left)} sans réponse" if told.controls_left else ""
    yield f"{count(told.controls, 'témoin')}{gone}{unheard}, {count(requests, 'requête')}"


def _offers(report: Report) -> str:
    read = [search for search in report.searches if search.status is not Status.SKIPPED]
    told = [search.announced for search in read if search.announced is not None]
    announced = f" sur {count(sum(told), 'annoncée')}" if told else f", {NOBODY_SAID}"
    return (
        f"{count(report.offers.get('collected', 0), 'offre')}{announced}"
        f", {count(report.offers.get('duplicates', 0), 'doublon')}, "
        f"{count(report.requests.get('search', 0), 'requête')}"
    )


def _missing(report: Report) -> str:
    stopped = [search for search in report.searches if search.status is Status.INCOMPLETE]
    silent = sum(search.announced is None for search in stopped)
    if silent == len(stopped):
        return "détail dans le rapport"
    missing = count(sum(search.missing for search in stopped), "manquante")
    without = f", sans {count(silent, 'recherche')} dont on ne sait rien" if silent else ""
    return f"{missing}{without}, détail dans le rapport"


def _unread(report: Report) -> Iterator[str]:
    """Tell what `max_pages` left unread: how many offers, and searches as a whole."""
    limited = [search for search in report.searches if search.status is Status.TRUNCATED]
    if not limited:
        return
    if missing := sum(search.missing for search in limited):
        limits = {search.max_pages for search in limited}
        limit = f"max_pages={min(limits)}" if len(limits) == 1 else "max_pages"
        yield f"{count(missing, 'offre')} non lue{'s' if missing > 1 else ''} ({limit})"
    never = [f"« {search.label} »" for search in limited if search.announced is None]
    if never:
        more = f" et {number(len(never) - NAMED)} autre(s)" if len(never) > NAMED else ""
        yield f"recherches jamais lues : {', '.join(never[:NAMED])}{more}"


def _whereabouts(report: Report, root: Path, *, written: bool) -> str:
    if (run := report.name) is None:
        return "Rien n'a été écrit, pas même un rapport"
    pages = report.files.get("written", 0)
    said = f"Données : {count(pages, 'fichier')} dans {root / RAW_PREFIX}"
    if any(report.s3.values()):
        said += f" ; S3 : {count(report.s3['uploaded'], 'fichier')}"
        if report.s3["pending"]:
            said += f", {report.s3['pending']} à envoyer par « scrapy s3-sync »"
    return f"{said}. Rapport : {root / report_key(run) if written else 'non écrit'}"
