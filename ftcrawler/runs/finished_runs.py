"""The runs that have a report, with what they left on this disk: pages, who found what.

for run in finished_runs(layout, wanted=is_new, unreadable=say):
for page in run.pages: ...
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.endings import AT_ITS_END, Status
from ftcrawler.runs import locks
from ftcrawler.runs.journal_schema import facts_in
from ftcrawler.runs.page_files import pages_of_runs
from ftcrawler.runs.paris_time import day, paris_now
from ftcrawler.runs.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A run that came to an end; `resumable`: the same command, given again, would go on with it.

    `pages` are on disk, label by label and in the order of their numbers; `found_by` is its list
    of who found which offer, `details` that of the offers that it asked for one by one, None where
    it left none. `lacking` says in French what the report tells of and the disk does not have, or
    not as it was written: a line for each kind.
    """

    name: RunName
    report: Report
    pages: tuple[Path, ...]
    found_by: Path | None
    details: Path | None
    lacking: tuple[str, ...]
    resumable: bool = False


def finished_runs(
    layout: DataLayout,
    *,
    unreadable: Callable[[Path, Exception], None],
    wanted: Callable[[RunName], bool] = lambda _: True,
    now: datetime | None = None,
) -> Iterator[FinishedRun]:
    """Yield the runs that have a report at *now*, those *wanted*, oldest first.

    Each is read when its turn comes; the folder of pages is looked through once, at the first.
    *unreadable* is told of each report that is none, whose run is left out; so is one that is
    alive, or was killed, until a later command reports it. It may block.
    """
    names = [name for name in layout.with_report() if wanted(name)]
    pages: Mapping[RunName, Sequence[Path]] | None = None
    for name, report in read_reports(layout, names, unreadable):
        if locks.is_held(layout.lock(name)):
            continue
        if pages is None:
            pages = pages_of_runs(layout, names)
        own = tuple(pages.get(name, ()))
        found_by, details = (
            path if path.is_file() else None
            for path in (layout.found_by(name), layout.details(name))
        )
        yield FinishedRun(
            name,
            report,
            own,
            found_by,
            details,
            tuple(_lacking(report, own, found_by, details)),
            resumable=_may_go_on(layout, name, report, now or paris_now()),
        )


def read_reports(
    layout: DataLayout, runs: Iterable[RunName], unreadable: Callable[[Path, Exception], None]
) -> Iterator[tuple[RunName, Report]]:
    """Yield the reports of *runs*, each read in its turn; *unreadable* is told of what is none."""
    for name in runs:
        path = layout.report(name)
        try:
            report = Report.from_json(path.read_bytes())
        except (OSError, ValueError) as exc:
            unreadable(path, exc)
        else:
            yield name, report


def lacking_pages(report: Report, pages: Sequence[Path]) -> str | None:
    """Say how far *pages* are not all that the run wrote, by number and size; None: they are."""
    written, size = report.files.get("written"), report.files.get("bytes")
    if len(pages) != written:
        return f"pages : {len(pages)} sur {'?' if written is None else written}"
    if (on_disk := sum(page.stat().st_size for page in pages)) != size:
        return f"pages : {on_disk} octets au lieu de {size}"
    return None


def _lacking(
    report: Report, pages: Sequence[Path], found_by: Path | None, details: Path | None
) -> Iterator[str]:
    if told := lacking_pages(report, pages):
        yield told
    read = [each for each in report.searches if each.status is not Status.SKIPPED]
    several = len(read) > 1 or any(each.sector for each in read)
    if several and pages and found_by is None:
        yield "liste de qui a trouvé quoi"
    if report.details is not None and details is None:
        yield "liste des offres vérifiées"


def _may_go_on(layout: DataLayout, name: RunName, report: Report, now: datetime) -> bool:
    """Tell whether the same command, given again, would take the run up (start_run.py)."""
    if report.status in AT_ITS_END or name.day != day(now):
        return False
    journal = layout.journal(name)
    try:
        return journal.exists() and "over" not in facts_in(journal)
    except sqlite3.Error:  # damaged: another run begins in its place
        return False
