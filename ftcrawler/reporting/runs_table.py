"""The last runs as a person reads them, in French."""

from __future__ import annotations

import re
import textwrap
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ftcrawler import endings
from ftcrawler.endings import Status
from ftcrawler.quoting import LONGEST_MESSAGE, one_line
from ftcrawler.reporting.french import UNKNOWN, count, duration, number
from ftcrawler.reporting.run_summaries import INTERRUPTED, RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ftcrawler.reporting.run_summaries import RunSummary

NOTHING: Final = "Aucune collecte"
HEADINGS: Final = ("Collecte", "Début", "Durée", "Statut", "Offres", "Requêtes")
# How the start is written, the first that fits: without a date, the run's name tells it.
STARTS: Final = ("%d/%m/%Y %H:%M", "%H:%M", None)
WORDS: Final = {
    Status.COMPLETE: "complète",
    Status.TRUNCATED: "limitée",
    Status.INCOMPLETE: "incomplète",
    Status.FAILED: "échec",
    Status.SKIPPED: "déjà faite",
    RUNNING: "en cours",
    INTERRUPTED: "interrompue",
}
LEFT: Final = ("Collecte", "Début", "Statut")
INDENT: Final = "    "
# Blanks where French ends no line: within guillemets, before what has two parts.
_BOUND: Final = re.compile(r"(?<=«) | (?=[»;:?!])")
# Searches of a run that are named.
NAMED: Final = 3
TO_RESUME: Final = "tuée en route ; à reprendre le jour même, par la même commande"


def runs_table(runs: Sequence[RunSummary], width: int, source: str = "") -> str:
    """Return a line for each run, and under it what there is to know or to do besides.

    *source* is the API in use: of a run that asked another one, its address.
    """
    tables = (_lines(runs, start) for start in STARTS)
    lines = next((each for each in tables if max(map(len, each)) <= width), _lines(runs, None))
    shown = lines[:1]
    for run, line in zip(runs, lines[1:], strict=True):
        shown.append(line)
        shown += _wrapped(" ; ".join(_remarks(run, source)), max(width, 40))
    return "\n".join(shown)


def _wrapped(text: str, width: int) -> list[str]:
    """Return lines of *text* that leave French marks beside the words they belong to."""
    lines = textwrap.wrap(
        _BOUND.sub("\u00a0", text),
        width,
        initial_indent=INDENT,
        subsequent_indent=INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\u00a0", " ") for line in lines]


def _lines(runs: Sequence[RunSummary], start: str | None) -> list[str]:
    rows = [HEADINGS, *(_row(run, start or "") for run in runs)]
    columns = [
        [cell.ljust(width) if heading in LEFT else cell.rjust(width) for cell in column]
        for heading, *rest in zip(*rows, strict=True)
        for column in [(heading, *rest)]
        for width in [max(map(len, column))]
        if start or heading != "Début"
    ]
    return ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]


def _row(run: RunSummary, start: str) -> tuple[str, ...]:
    return (
        one_line(run.run),
        datetime.fromisoformat(run.started).strftime(start),
        _or_unknown(duration, run.seconds),
        WORDS[run.status],
        _offers(run),
        _or_unknown(number, run.requests),
    )


def _offers(run: RunSummary) -> str:
    if run.collected is None or (not run.collected and run.announced is None):
        return UNKNOWN
    return f"{number(run.collected)}/{_or_unknown(number, run.announced)}"


def _or_unknown(form: Callable[[int], str], value: int | None) -> str:
    return UNKNOWN if value is None else form(value)


def _remarks(run: RunSummary, source: str) -> Iterator[str]:
    if run.searches and run.searches != (run.spider,):
        named = ", ".join(f"« {one_line(label)} »" for label in run.searches[:NAMED])
        more = len(run.searches) - NAMED
        yield f"{named} et {count(more, 'autre')}" if more > 0 else named
    if run.source and run.source != source:
        yield f"source : {run.source}"
    if run.status == INTERRUPTED:
        yield TO_RESUME
    elif run.reason and run.reason != endings.FINISHED.reason:
        reason = one_line(run.reason)
        stopped = f"arrêtée avant la fin ({reason})"
        yield f"{reason} : {_flat(run.message)}" if run.message else stopped
    if run.status == Status.INCOMPLETE:
        missing = f"{count(run.missing, 'manquante')}, " if run.missing else ""
        yield f"{missing}détail dans le rapport"
    if run.pending:
        yield f"{count(run.pending, 'fichier à envoyer')} vers S3"


def _flat(message: str) -> str:
    return one_line(message, most=LONGEST_MESSAGE)
