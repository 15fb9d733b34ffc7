"""The reports of a spider's runs of one day, on this disk and in S3."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.runs.finished_runs import read_reports
from ftcrawler.runs.layout import REPORT_SUFFIX, RUNS_PREFIX, run_of
from ftcrawler.runs.report import Report
from ftcrawler.s3.causes import S3Cause, S3Error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.s3.store import S3Store

logger = logging.getLogger(__name__)

# Bytes: a report of all of France has some hundred thousand.
LARGEST: Final = 32_000_000


@dataclass(frozen=True, slots=True)
class DayReports:
    """Reports of the spider named, of the day `YYYYMMDD`. Reading may block."""

    spider: str
    day: str

    def local(self, layout: DataLayout) -> Iterator[Report]:
        """Yield the reports below the data folder; what is none is named in the log."""
        ours = (self.spider, self.day)
        runs = [run for run in layout.with_report() if (run.spider, run.day) == ours]
        yield from (report for _, report in read_reports(layout, runs, _left_out))

    def remote(self, store: S3Store) -> Iterator[Report]:
        """Yield the reports in the bucket likewise; raises UploadError where it cannot be read."""
        for key in store.list(f"{RUNS_PREFIX}{self.spider}_{self.day}_"):
            if run_of(key, RUNS_PREFIX, REPORT_SUFFIX) is None:
                continue
            try:
                yield read_report(store, key)
            except ValueError as exc:
                _left_out(key, exc)


def read_report(store: S3Store, key: str) -> Report:
    """Return a report of the bucket; raise ValueError if it is none, UploadError."""
    try:
        body = store.read(key, most=LARGEST)
    except S3Error as exc:
        if exc.cause is not S3Cause.UNEXPECTED:
            raise
        raise ValueError(str(exc)) from exc
    return Report.from_json(body)


def _left_out(where: Path | str, error: Exception) -> None:
    why = getattr(error, "strerror", None) or error
    logger.warning("Rapport illisible, laissé de côté : %s (%s). Supprimez-le.", where, why)
