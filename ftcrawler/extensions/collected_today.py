"""Say whether a search was collected today already, here or by another machine."""

from __future__ import annotations

import logging
from functools import cached_property, partial
from typing import TYPE_CHECKING, Self

from scrapy.utils.asyncio import run_in_thread

from ftcrawler.early_end import signalled
from ftcrawler.exceptions import UploadError
from ftcrawler.extensions.current_run import arguments_of, current_run
from ftcrawler.reporting.french import count
from ftcrawler.runs.already_collected import find_earlier
from ftcrawler.runs.finished_runs import lacking_pages
from ftcrawler.runs.layout import RAW_PREFIX
from ftcrawler.runs.page_files import pages_of
from ftcrawler.runs.paris_time import day
from ftcrawler.s3.day_reports import DayReports
from ftcrawler.s3.deadline import finished, in_daemon
from ftcrawler.s3.store import S3Store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ftcrawler.runs.already_collected import EarlierCollection
    from ftcrawler.runs.report import Report

logger = logging.getLogger(__name__)


class CollectedToday:
    """Reads the day's run reports, on disk and then in S3. Settings: those of S3."""

    def __init__(self, crawler: Crawler, s3: S3Store | None) -> None:
        self._crawler = crawler
        self._s3 = s3
        self._found: dict[str, bool] = {}
        self._remote: list[Report] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension; S3 is asked unless the run keeps away from it."""
        local_only = arguments_of(crawler).no_s3
        return cls(crawler, None if local_only else S3Store.from_settings(crawler.settings))

    async def find(self, label: str, max_pages: int) -> EarlierCollection | None:
        """Return today's finished collection of *label*, and say so, or None."""
        run = current_run(self._crawler)
        if await run_in_thread(run.journal.begun, label):  # taken up again, it goes on with it
            return None
        where = str(run.layout.raw)
        gone: set[str] = set()

        def there(report: Report) -> bool:
            if self._has_pages(report):
                return True
            gone.add(report.run)
            return False

        find = partial(
            find_earlier, label=label, max_pages=max_pages, source=run.source, apart_from=run.name
        )
        earlier = await run_in_thread(lambda: find(self._local, there=there))
        if earlier is None and self._s3 is not None:
            where = f"s3://{self._s3.bucket}/{RAW_PREFIX}"
            if self._remote is None:
                self._remote = await self._ask(self._s3)
            earlier = await run_in_thread(find, self._remote)
        if earlier is not None:
            logger.warning(
                "Des données ont déjà été collectées aujourd'hui : « %s », %s, dans %s "
                "(collecte %s, finie à %s). Pour collecter à nouveau : -a force=1",
                *(label, count(earlier.collected, "offre"), where, earlier.run, earlier.finished),
            )
        elif gone:
            logger.warning(
                "« %s » a été collectée aujourd'hui (collecte %s), mais ses pages ne sont plus "
                "toutes dans %s telles qu'elles ont été écrites : elle est collectée à nouveau.",
                *(label, ", ".join(sorted(gone)), run.layout.raw),
            )
        return earlier

    def _has_pages(self, report: Report) -> bool:
        """Tell whether the disk has what the run wrote, by the number and size of its pages."""
        if report.run not in self._found:
            assert report.name
            pages = pages_of(current_run(self._crawler).layout, report.name)
            self._found[report.run] = lacking_pages(report, pages) is None
        return self._found[report.run]

    # Each is read once, however many searches ask.

    @cached_property
    def _local(self) -> list[Report]:
        return list(self._reports.local(current_run(self._crawler).layout))

    async def _ask(self, s3: S3Store) -> list[Report]:
        """Ask S3, in no thread that the process would wait for at its end."""
        remote = self._reports.remote
        asked = in_daemon(lambda: list(remote(s3)))
        try:
            if await finished(asked, seconds=s3.patience, stopping=signalled(self._crawler)):
                return asked.result()
            cause = "pas de réponse entière à temps"
        except UploadError as exc:
            cause = str(exc)
        logger.warning("S3 illisible, seul le disque local est consulté : %s", cause)
        return []

    @property
    def _reports(self) -> DayReports:
        started = current_run(self._crawler).started
        return DayReports(self._crawler.spidercls.name, day(started))
