"""The runs of a data folder in short, newest first: those reported, and those that are not yet."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ftcrawler import endings
from ftcrawler.endings import Status
from ftcrawler.runs import locks
from ftcrawler.runs.journal_figures import JournalFigures
from ftcrawler.runs.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName

# Beside the statuses of a report: of a run that has none yet.
RUNNING: Final = "running"
INTERRUPTED: Final = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """One run; its fields are those of `scrapy runs --json` (docs/run-report.md).

    None is what nobody knows: the end of a run that was killed, a total that no answer told. An
    empty `source` is of a run that does not say which API it asked. `searches` are labels.
    """

    run: str
    spider: str
    source: str = ""
    started: str
    finished: str | None = None
    seconds: int | None = None
    status: str
    reason: str | None = None
    message: str | None = None
    collected: int | None = None
    announced: int | None = None
    missing: int | None = None
    requests: int | None = None
    pending: int | None = None
    searches: tuple[str, ...] = ()


def latest_runs(  # noqa: PLR0913 (what tells the runs that are wanted from others)
    layout: DataLayout,
    damaged: Callable[[Path, Exception], None],
    *,
    now: datetime,
    last: int,
    spider: str | None = None,
    refused: bool = True,
) -> list[RunSummary]:
    """Return the *last* runs, of *spider* only if it is given; it may block.

    *damaged* is told of each report or journal that cannot be read; the others are returned.
    Without *refused*, commands whose arguments were refused are left out.
    """
    runs = _runs(layout, damaged, now=now, spider=spider)
    wanted = (run for run in runs if refused or run.reason != endings.BAD_ARGUMENT.reason)
    return list(islice(wanted, last))


def reported(body: bytes) -> RunSummary:
    """Sum up a report; raise ValueError if it is none."""
    report = Report.from_json(body)
    read = [each for each in report.searches if each.status is not Status.SKIPPED]
    left = report.details.left if report.details else 0
    ended, began = map(datetime.fromisoformat, (report.finished, report.started))
    try:
        seconds = round((ended - began).total_seconds())
        requests = sum(int(report.requests.get(kind, 0)) for kind in ("search", "detail"))
    except TypeError as exc:
        raise ValueError(str(exc)) from None
    return RunSummary(
        run=report.run,
        spider=report.spider,
        source=report.source,
        started=report.started,
        finished=report.finished,
        seconds=seconds,
        status=report.status.value,
        reason=report.reason,
        message=report.message,
        collected=report.offers.get("collected", 0),
        announced=_sum(each.announced for each in read),
        missing=sum(each.missing for each in read) + left,
        requests=requests,
        pending=report.s3.get("pending", 0),
        searches=tuple(each.label for each in report.searches),
    )


def unreported(layout: DataLayout, name: RunName, *, now: datetime) -> RunSummary:
    """Sum up a run from its journal, which another process may be writing.

    Raises OSError, or sqlite3.Error if the journal is damaged.
    """
    journal = layout.journal(name)
    alive = _held(layout.lock(name))
    figures: dict[str, Any] = {}
    try:
        # ro: nothing is changed, and a journal that has just gone is not made anew.
        uri = f"{journal.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            known = JournalFigures(journal, db, threading.Lock())
            # Whoever sends a killed run's files to S3 holds its name, but not its command.
            if digest := known.fact("command"):
                alive = alive and _held(layout.command_lock(name.spider, digest))
            figures = _figures(known)
    except sqlite3.Error:
        if not alive:  # else it has just begun, or is ending
            raise
    return RunSummary(
        run=str(name),
        spider=name.spider,
        started=name.started.isoformat(),
        seconds=max(round((now - name.started).total_seconds()), 0) if alive else None,
        status=RUNNING if alive else INTERRUPTED,
        **figures,
    )


def _runs(
    layout: DataLayout,
    damaged: Callable[[Path, Exception], None],
    *,
    now: datetime,
    spider: str | None,
) -> Iterator[RunSummary]:
    # Journals first: a run that ends meanwhile is then found by its report.
    names = {*layout.with_journal()}
    names |= {*layout.with_report()}
    for name in sorted(names, reverse=True):
        if spider in (None, name.spider) and (run := _run(layout, name, damaged, now)):
            yield run


def _run(
    layout: DataLayout,
    name: RunName,
    damaged: Callable[[Path, Exception], None],
    now: datetime,
) -> RunSummary | None:
    report, journal = layout.report(name), layout.journal(name)
    path = report if report.exists() else journal
    try:
        if path is report:
            return reported(path.read_bytes())
        return unreported(layout, name, now=now)
    except (OSError, ValueError, sqlite3.Error) as exc:
        if path.exists():  # else it has just gone: there was nothing to tell of that run
            damaged(path, exc)
        return None


def _figures(known: JournalFigures) -> dict[str, Any]:
    searches = known.searches()
    return {
        "source": known.fact("source") or "",
        "collected": known.offers(),
        "announced": _sum(each.announced for each in searches),
        "requests": sum(known.statuses().values()),
        "pending": len(known.pending()),
        "searches": tuple(each.label for each in searches),
    }


def _held(lock: Path) -> bool:
    # A lock that is not there is held by nobody, and must not be made by a mere look.
    return lock.exists() and locks.is_held(lock)


def _sum(totals: Iterator[int | None]) -> int | None:
    known = [int(total) for total in totals if total is not None]
    return sum(known) if known else None
