"""Runs that only the bucket has, of Lambda or of other machines: read there, and not kept here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ftcrawler.history.run_to_apply import RunPage, RunToApply
from ftcrawler.runs.details import LABEL
from ftcrawler.runs.finished_runs import what_lacks
from ftcrawler.runs.layout import (
    REPORT_SUFFIX,
    RUNS_PREFIX,
    details_key,
    found_by_key,
    report_key,
    run_of,
)
from ftcrawler.runs.page_names import PageName, page_prefix
from ftcrawler.s3.day_reports import read_report

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from ftcrawler.runs.report import Report
    from ftcrawler.runs.run_name import RunName
    from ftcrawler.s3.store import S3Store

# Bytes: an answer has 32 MB at most (DOWNLOAD_MAXSIZE); the list of a country's finders some 60.
LARGEST_PAGE: Final = 64_000_000
LARGEST_LIST: Final = 1_000_000_000


def remote_runs(
    store: S3Store,
    source: str,
    wanted: Callable[[RunName], bool],
    unreadable: Callable[[Path, Exception], None],
) -> Iterator[RunToApply]:
    """Yield the runs *wanted* of which the bucket has a report, oldest first.

    The names of reports cost a request for each thousand; only those wanted are read, and the
    names of their pages if they asked *source*. *unreadable* is told of a report that is none.
    Raises UploadError.
    """
    keys = frozenset(store.list(RUNS_PREFIX))
    runs = filter(None, (run_of(key, RUNS_PREFIX, REPORT_SUFFIX) for key in keys))
    for name in sorted(filter(wanted, runs)):
        key = report_key(name)
        try:
            report = read_report(store, key)
        except ValueError as exc:
            unreadable(Path(key), ValueError(f"s3://{store.bucket} : {exc}"))
            continue
        yield _run(store, name, report, keys, pages=report.is_of(source))


def _run(
    store: S3Store, name: RunName, report: Report, keys: Collection[str], *, pages: bool
) -> RunToApply:
    found = sorted(_pages(store, name, report)) if pages else []
    lists = [
        partial(store.read, key, most=LARGEST_LIST) if key in keys else None
        for key in (found_by_key(name), details_key(name))
    ]
    found_by, details = lists
    return RunToApply(
        name=name,
        report=report,
        pages=tuple(
            RunPage(f"s3://{store.bucket}/{key}", partial(store.read, key, most=LARGEST_PAGE))
            for *_, key, _ in found
        ),
        found_by=found_by,
        details=details,
        lacking=what_lacks(
            report,
            [size for *_, size in found],
            found_by=found_by is not None,
            details=details is not None,
        ),
    )


def _pages(store: S3Store, name: RunName, report: Report) -> Iterator[tuple[str, int, str, int]]:
    """Yield label, number, key and size of each page, by a listing for each label."""
    labels = {each.label for each in report.searches}
    if report.details is not None:
        labels.add(LABEL)
    for label in labels:
        for key, size in store.sizes(page_prefix(label, name.stamp)):
            page = PageName.parse(key)
            if page and (page.label, page.stamp) == (label, name.stamp):
                yield label, page.number, key, size
