"""Write the report when the spider closes, and close the run."""

from __future__ import annotations

import logging
import sqlite3
import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.asyncio import run_in_thread

from ftcrawler import endings, stats
from ftcrawler.early_end import note_unforeseen, signalled
from ftcrawler.exceptions import StorageError, UploadError
from ftcrawler.extensions.current_run import arguments_of, current_run
from ftcrawler.reporting.drift_lines import drift_lines
from ftcrawler.reporting.make_report import make_report, unwritten
from ftcrawler.reporting.verdict import is_over
from ftcrawler.runs.details import write_details
from ftcrawler.runs.found_by import found_by_lines
from ftcrawler.runs.layout import details_key, found_by_key, report_key
from ftcrawler.runs.lost_pages import forget_lost_pages
from ftcrawler.runs.report import write_report
from ftcrawler.s3.deadline import finished, in_daemon
from ftcrawler.s3.store import S3Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from ftcrawler.reporting.search_reports import Reader, Reading
    from ftcrawler.runs.lost_pages import Lost
    from ftcrawler.runs.report import Report
    from ftcrawler.runs.run import Run

logger = logging.getLogger(__name__)


class RunReport:
    """Settings: those of S3. Stats: `ftcrawler/run/unforeseen`.

    The report of a closed crawl is in `report`, and is what the run came to even if `written` is
    False: the disk did not take it. `error` is what kept the report from being made.
    """

    def __init__(self, crawler: Crawler, s3: S3Store | None) -> None:
        self._crawler = crawler
        self._s3 = s3
        self._closing = threading.Lock()
        self.report: Report | None = None
        self.error: Exception | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension, to be told of errors, and when the spider has closed."""
        extension = cls(crawler, S3Store.from_settings(crawler.settings))
        crawler.signals.connect(extension.failed, signal=signals.spider_error)
        crawler.signals.connect(extension.failed, signal=signals.item_error)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def failed(self, failure: Failure) -> None:
        """Note an error in a callback or a pipeline that nobody foresaw; the log has its trace."""
        note_unforeseen(self._crawler, failure.value)

    async def spider_closed(self, spider: Reader, reason: str) -> None:
        """Write the report off the event loop; by now every pipeline has closed."""
        await run_in_thread(self._close, spider, reason)
        run = current_run(self._crawler)
        if self._s3 is not None and self._is_to_send(run):
            try:
                await self._send_rest(run, self._s3)
            finally:
                await run_in_thread(run.close)

    def wait(self) -> None:
        """Return when no thread is at work on the report any more."""
        with self._closing:
            pass

    def _close(self, spider: Reader, reason: str) -> None:
        with self._closing:
            try:
                run, reading = current_run(self._crawler), spider.reading()
                self.report = self._written(run, self._made(run, reading, reason), reading)
                self._leave(run, over=is_over(self.report, reading))
            except Exception as exc:
                self.error = exc
                raise

    def _made(self, run: Run, reading: Reading, reason: str) -> Report:
        values = dict(self._crawler.stats.get_stats())
        lost: Mapping[str, Lost] = {}
        try:
            lost = forget_lost_pages(run)
            run.journal.must_be_there()
        except StorageError as exc:
            if reason not in endings.FATAL:
                logger.error("%s", exc)  # noqa: TRY400 (its message is all there is to know)
                reason, values[stats.FAILURE] = endings.STORAGE_FAILED.reason, f"Erreur: {exc}"
        report = make_report(
            run,
            # With `_job`, if scrapyd started it: a job is found from its report, and the reverse.
            arguments=arguments_of(self._crawler).model_dump(exclude_unset=True, by_alias=True),
            reason=reason,
            reading=replace(reading, lost=lost),
            values=values,
        )
        for each in lost.values():
            logger.error("%s", each)
        for line in drift_lines(report.drift):
            logger.warning("%s", line)
        return report

    def _written(self, run: Run, report: Report, reading: Reading) -> Report:
        """Write the report and what goes with it; return it, or what it is without them."""
        searches = [outcome.search for outcome in reading.outcomes]
        try:
            if len(searches) > 1 or any(search.sector for search in searches):
                lines = found_by_lines(run.journal.sightings(), searches)
                run.files.write_lines(found_by_key(run.name), lines)
            write_details(run)
            write_report(run.layout, report)
        except StorageError as exc:
            logger.error("%s", exc)  # noqa: TRY400 (its message is all there is to know)
            return unwritten(report, exc)
        return report

    def _leave(self, run: Run, *, over: bool) -> None:
        """Note in the journal what is to be sent, and that the run is over; close what is done.

        What goes wrong here changes nothing of what the report says.
        """
        try:
            for key in (found_by_key(run.name), details_key(run.name), report_key(run.name)):
                if (path := run.files.path(key)).is_file():
                    run.journal.record_file(key, path.stat().st_size)
            if over:
                run.end()
        except (StorageError, OSError, sqlite3.Error) as exc:
            logger.warning("Le rapport est écrit, mais pas ce qui le suit : %s", exc)
        finally:
            if not self._is_to_send(run):
                run.close()

    def _is_to_send(self, run: Run) -> bool:
        """Tell whether S3 is to get the report: not before the pages that it tells of."""
        sent = self.report is not None and not self.report.s3.get("pending")
        return self._s3 is not None and run.to_upload and sent

    async def _send_rest(self, run: Run, s3: S3Store) -> None:
        """Send the report and what goes with it; what fails is left to `scrapy s3-sync`."""
        stopping = signalled(self._crawler)
        cause: object = "pas de réponse entière à temps"
        try:
            for key in await run_in_thread(run.journal.pending):
                sent = in_daemon(partial(s3.upload, key, run.files.path(key)))
                if not await finished(sent, seconds=s3.patience, stopping=stopping):
                    break
                sent.result()
                await run_in_thread(run.journal.mark_uploaded, key)
            else:
                return
        except (UploadError, StorageError, sqlite3.Error) as exc:
            cause = exc
        logger.warning("Rapport non envoyé vers S3, « scrapy s3-sync » l'enverra : %s", cause)


def written_report(crawler: Crawler) -> tuple[Report | None, Exception | None]:
    """Return the report of a crawl that is over, or what kept it from making one.

    Neither if it died before it came to that. It waits for a report that is being written.
    """
    try:
        extension = crawler.get_extension(RunReport)
    except RuntimeError:  # it died before the extensions were there
        extension = None
    if extension is None:
        return None, None
    extension.wait()
    return extension.report, extension.error
