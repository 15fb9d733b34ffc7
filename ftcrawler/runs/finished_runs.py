"""The runs that have a report, with what they left on this disk: pages, who found what.

for run in finished_runs(layout, wanted=is_new, unreadable=say):
for page in run.pages: ...
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.endings import Status
from ftcrawler.runs import locks
from ftcrawler.runs.page_files import pages_of_runs
from ftcrawler.runs.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A run that came to an end, though the same command may go on with it.

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


def finished_runs(
    layout: DataLayout,
    *,
    unreadable: Callable[[Path, Exception], None],
    wanted: Callable[[RunName], bool] = lambda _: True,
) -> Iterator[FinishedRun]:
    """Yield the runs that have a report, those *wanted*, oldest first.

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
            what_lacks(report, _sizes(own), found_by=bool(found_by), details=bool(details)),
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
    return _lacking_sizes(report, _sizes(pages))


def what_lacks(
    report: Report, sizes: Sequence[int], *, found_by: bool, details: bool
) -> tuple[str, ...]:
    """Say in French what a report tells of that is not there, a line for each kind.

    *sizes* are those of the pages that are, in bytes; the others say whether the lists are.
    """
    return tuple(_lacking(report, sizes, found_by=found_by, details=details))


def _lacking(
    report: Report, sizes: Sequence[int], *, found_by: bool, details: bool
) -> Iterator[str]:
    if told := _lacking_sizes(report, sizes):
        yield told
    read = [each for each in report.searches if each.status is not Status.SKIPPED]
    several = len(read) > 1 or any(each.sector for each in read)
    if several and sizes and not found_by:
        yield "liste de qui a trouvé quoi"
    if report.details is not None and not details:
        yield "liste des offres vérifiées"


def _lacking_sizes(report: Report, sizes: Sequence[int]) -> str | None:
    written, size = report.files.get("written"), report.files.get("bytes")
    if len(sizes) != written:
        return f"pages : {len(sizes)} sur {'?' if written is None else written}"
    if (there := sum(sizes)) != size:
        return f"pages : {there} octets au lieu de {size}"
    return None


def _sizes(pages: Sequence[Path]) -> list[int]:
    return [page.stat().st_size for page in pages]
