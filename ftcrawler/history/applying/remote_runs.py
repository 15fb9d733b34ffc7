"""Runs that only the bucket has, of Lambda or of other machines: read there, and not kept here."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ftcrawler.history.applying.run_to_apply import RunPage, RunToApply
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
    from collections.abc import Callable, Iterator

    from ftcrawler.runs.report import Report
    from ftcrawler.runs.run_name import RunName
    from ftcrawler.s3.store import S3Store

# Bytes: an answer has 32 MB at most (DOWNLOAD_MAXSIZE); the list of a country's finders some 60.
LARGEST_PAGE: Final = 64_000_000
LARGEST_LIST: Final = 1_000_000_000


class RemoteRuns:
    """The runs of a bucket. The names of reports cost a request for each thousand, once.

    *unreadable* is told of a report that is none. Methods may block, and raise UploadError.
    """

    def __init__(
        self, store: S3Store, source: str, unreadable: Callable[[Path, Exception], None]
    ) -> None:
        self._store = store
        self._source = source
        self._unreadable = unreadable

    def all(self, wanted: Callable[[RunName], bool]) -> Iterator[RunToApply]:
        """Yield the runs *wanted* that have a report, oldest first; only theirs are read."""
        runs = filter(None, (run_of(key, RUNS_PREFIX, REPORT_SUFFIX) for key in self._keys))
        for name in sorted(filter(wanted, runs)):
            if run := self.find(name):
                yield run

    def find(self, name: RunName) -> RunToApply | None:
        """Return a run; None if its report is not there, or is none."""
        key = report_key(name)
        if key not in self._keys:
            return None
        try:
            report = read_report(self._store, key)
        except ValueError as exc:
            self._unreadable(Path(key), ValueError(f"s3://{self._store.bucket} : {exc}"))
            return None
        return self._run(name, report)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(self._store.list(RUNS_PREFIX))

    def _run(self, name: RunName, report: Report) -> RunToApply:
        store = self._store
        found = sorted(self._pages(name, report)) if report.is_of(self._source) else []
        found_by, details = (
            partial(store.read, key, most=LARGEST_LIST) if key in self._keys else None
            for key in (found_by_key(name), details_key(name))
        )
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

    def _pages(self, name: RunName, report: Report) -> Iterator[tuple[str, int, str, int]]:
        """Yield label, number, key and size of each page, by a listing for each label."""
        labels = {each.label for each in report.searches}
        if report.details is not None:
            labels.add(LABEL)
        for label in labels:
            for key, size in self._store.sizes(page_prefix(label, name.stamp)):
                page = PageName.parse(key)
                if page and (page.label, page.stamp) == (label, name.stamp):
                    yield label, page.number, key, size
