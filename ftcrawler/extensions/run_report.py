"""Write the report when the spider closes, and close the run."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol, Self

from scrapy import signals
from scrapy.utils.asyncio import run_in_thread

from ftcrawler.exceptions import UploadError
from ftcrawler.extensions.current_run import arguments_of, current_run
from ftcrawler.reporting.build import build_report
from ftcrawler.reporting.drift_lines import drift_lines
from ftcrawler.reporting.found_by import found_by_lines
from ftcrawler.reporting.verdict import AT_ITS_END
from ftcrawler.stores.layout import found_by_key, report_key
from ftcrawler.stores.s3 import S3Store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ftcrawler.reporting.build import Reading
    from ftcrawler.reporting.report import Report
    from ftcrawler.stores.runs import Run

logger = logging.getLogger(__name__)


class Reader(Protocol):
    """A spider that can tell what it read."""

    def reading(self) -> Reading:
        """Return what it read and what it left."""


class RunReport:
    """Settings: those of S3. The report of a closed crawl is in `report`."""

    def __init__(self, crawler: Crawler, s3: S3Store | None) -> None:
        self._crawler = crawler
        self._s3 = s3
        self.report: Report | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension, to be told when the spider has closed."""
        extension = cls(crawler, S3Store.from_settings(crawler.settings))
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    async def spider_closed(self, spider: Reader, reason: str) -> None:
        """Write the report off the event loop; by now every pipeline has closed."""
        self.report = await run_in_thread(self._close, spider, reason)

    def _close(self, spider: Reader, reason: str) -> Report:
        run = current_run(self._crawler)
        arguments = arguments_of(self._crawler)
        reading = spider.reading()
        report = build_report(
            run,
            # With `_job`, if scrapyd started it: a job is found from its report, and the reverse.
            arguments=arguments.model_dump(exclude_unset=True, by_alias=True),
            reason=reason,
            reading=reading,
            values=self._crawler.stats.get_stats(),
        )
        for line in drift_lines(report.drift):
            logger.warning("%s", line)
        searches = [outcome.search for outcome in reading.outcomes]
        if len(searches) > 1 or any(search.sector for search in searches):
            lines = found_by_lines(run.journal.sightings(), searches)
            key = found_by_key(run.name)
            run.journal.record_file(key, run.files.write_lines(key, lines))
        body = report.to_json()
        run.files.write(report_key(run.name), body)
        run.journal.record_file(report_key(run.name), len(body))
        if report.status in AT_ITS_END:  # the same command would have nothing to take up
            run.end()
        if self._s3 is not None and run.to_upload and not report.s3["pending"]:
            _upload_rest(run, self._s3)
        run.close()
        return report


def written_report(crawler: Crawler) -> Report | None:
    """Return the report of a crawl that is over, None if it died before writing one."""
    try:
        extension = crawler.get_extension(RunReport)
    except RuntimeError:  # it died before the extensions were there
        return None
    return None if extension is None else extension.report


def _upload_rest(run: Run, s3: S3Store) -> None:
    """Send the report and what goes with it; what fails is left to `scrapy s3-sync`."""
    try:
        for key in run.journal.pending():
            s3.upload(key, run.files.path(key))
            run.journal.mark_uploaded(key)
    except UploadError as exc:
        logger.warning("Rapport non envoyé vers S3, « scrapy s3-sync » l'enverra : %s", exc)
