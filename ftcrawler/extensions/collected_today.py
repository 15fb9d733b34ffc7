"""Say whether a search was collected today already, here or by another machine."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING, Self

from scrapy.utils.asyncio import run_in_thread

from ftcrawler.exceptions import UploadError
from ftcrawler.extensions.current_run import arguments_of, current_run
from ftcrawler.reporting.earlier import find_earlier
from ftcrawler.stores.clock import day
from ftcrawler.stores.layout import RAW_PREFIX
from ftcrawler.stores.reports import DayReports
from ftcrawler.stores.s3 import S3Store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ftcrawler.reporting.earlier import Earlier

logger = logging.getLogger(__name__)


class CollectedToday:
    """Reads the day's run reports, on disk and then in S3. Settings: those of S3."""

    def __init__(self, crawler: Crawler, s3: S3Store | None) -> None:
        self._crawler = crawler
        self._s3 = s3

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension; S3 is asked unless the run keeps away from it."""
        local_only = arguments_of(crawler).no_s3
        return cls(crawler, None if local_only else S3Store.from_settings(crawler.settings))

    async def find(self, label: str, max_pages: int) -> Earlier | None:
        """Return today's finished collection of *label*, and say so, or None."""
        return await run_in_thread(self._find, label, max_pages)

    def _find(self, label: str, max_pages: int) -> Earlier | None:
        run = current_run(self._crawler)
        if run.journal.begun(label):  # a run that is taken up again goes on with it
            return None
        where = str(run.layout.raw)
        of = {"source": run.source, "apart_from": run.name}
        earlier = find_earlier(self._local, label, max_pages, **of)
        if earlier is None and self._s3 is not None:
            where = f"s3://{self._s3.bucket}/{RAW_PREFIX}"
            earlier = find_earlier(self._remote, label, max_pages, **of)
        if earlier is not None:
            logger.warning(
                "Des données ont déjà été collectées aujourd'hui : « %s », %d offres, dans %s "
                "(collecte %s, finie à %s). Pour collecter à nouveau : -a force=1",
                *(label, earlier.collected, where, earlier.run, earlier.finished),
            )
        return earlier

    # Each is read once, however many searches ask.

    @cached_property
    def _local(self) -> list[bytes]:
        return list(self._reports.local(current_run(self._crawler).layout))

    @cached_property
    def _remote(self) -> list[bytes]:
        assert self._s3 is not None
        try:
            return list(self._reports.remote(self._s3))
        except UploadError as exc:
            logger.warning("S3 illisible, seul le disque local est consulté : %s", exc)
            return []

    @property
    def _reports(self) -> DayReports:
        started = current_run(self._crawler).started
        return DayReports(self._crawler.spidercls.name, day(started))
