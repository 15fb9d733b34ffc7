"""Upload each page that is on disk, behind the crawl: S3 follows, and is never waited for."""

from __future__ import annotations

import asyncio
import logging
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from s3pipeline import S3Pipeline  # type: ignore[import-untyped]  # it ships no types
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import run_in_thread

from ftcrawler import stats
from ftcrawler.early_end import signalled
from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.extensions.current_run import arguments_of, current_run
from ftcrawler.items import OfferPage
from ftcrawler.runs.run import leftover_runs
from ftcrawler.s3.catch_up import catch_up
from ftcrawler.s3.causes import S3Error
from ftcrawler.s3.deadline import finished
from ftcrawler.s3.retrying_sender import Sender
from ftcrawler.s3.store import S3Store
from ftcrawler.s3.upload_queue import UploadQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from ftcrawler.runs.run import Run

T = TypeVar("T")

logger = logging.getLogger(__name__)


class StoreS3Pipeline(S3Pipeline):  # type: ignore[misc]  # untyped base
    """scrapy-s3pipeline, one object a page, without what makes it lose pages and time.

    Its strategy is our S3Store, which has time limits and tries again; its buffer is the disk,
    its chunks are the local files, and the thread that uploads is never the crawl's.
    Settings: `S3PIPELINE_URL`, `AWS_*`, `FT_S3_WORKERS`, `FT_S3_DRAIN`. Stats: `ftcrawler/s3/*`.
    """

    def __init__(  # noqa: PLR0913 (keyword-only plain values)
        self,
        *,
        run: Run,
        store: S3Store,
        sender: Sender,
        stats: StatsCollector,
        workers: int,
        drain: float,
        stopping: Callable[[], bool],
    ) -> None:
        # Not the base's __init__: it would make a client without time limits, in the crawl's own
        # thread, whose uploads run in threads that the process waits for at its end.
        self.stats = stats
        self.strategy = store
        self.bucket_name = store.bucket
        self._run = run
        self._sender = sender
        self._drain = drain
        self._stopping = stopping
        self._uploads = UploadQueue(partial(self._send, run), workers=workers)
        self._told: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline; it is off without a bucket, and with the argument no_s3."""
        store = S3Store.from_settings(crawler.settings)
        if store is None or arguments_of(crawler).no_s3:
            raise NotConfigured
        return cls(
            run=current_run(crawler),
            store=store,
            sender=Sender(store.upload),
            stats=crawler.stats,
            workers=crawler.settings.getint("FT_S3_WORKERS"),
            drain=crawler.settings.getfloat("FT_S3_DRAIN"),
            stopping=signalled(crawler),
        )

    async def open_spider(self) -> None:
        """Begin to upload, first of all what earlier runs left pending."""
        self._loop = asyncio.get_running_loop()
        for key in await run_in_thread(self._run.journal.pending):  # a killed run goes on
            self._uploads.add(key)
        self._uploads.start(beside=[self._send_leftovers])

    def process_item(self, item: Any) -> Any:  # noqa: ANN401 (any spider's item)
        """Return the page at once; its file goes to S3 when its turn comes."""
        if isinstance(item, OfferPage) and item.key:
            self._uploads.add(item.key)
        return item

    async def close_spider(self) -> None:
        """Wait for the uploads, `FT_S3_DRAIN` seconds at most; the journal keeps the rest.

        Some seconds only, once somebody has asked the crawl to stop.
        """
        self._sender.hurry()
        began = self._loop.time()
        done = self._uploads.finish()
        all_sent = await finished(done, seconds=self._drain, stopping=self._stopping)
        self._sender.stop()
        await asyncio.sleep(0)  # what was told meanwhile is counted: figures and journal agree
        if not all_sent:
            logger.warning(
                "L'envoi vers S3 n'est pas fini après %.1f s. %s",
                *(self._loop.time() - began, self._rest),
            )

    # In the uploading threads.

    def _send(self, run: Run, key: str) -> None:
        with self._telling_failures():
            self._sender.send(run, key, noted=partial(self._tell, self._sent, run))

    def _send_leftovers(self) -> None:
        with self._telling_failures():  # of a journal that cannot be opened
            for run in leftover_runs(self._run.layout, partial(self._tell, self._failed)):
                with closing(run), self._telling_failures():
                    catch_up(run, partial(self._send, run))
                if self._sender.stopped:
                    return

    @contextmanager
    def _telling_failures(self) -> Iterator[None]:
        try:
            yield
        except FtcrawlerError as exc:
            self._tell(self._failed, exc)

    def _tell(self, told: Callable[[T], None], what: T) -> None:
        with suppress(RuntimeError):  # the loop is closed: the run is over, nobody counts
            self._loop.call_soon_threadsafe(told, what)

    # In the crawl's thread: statistics are not thread-safe.

    def _sent(self, run: Run) -> None:
        self.stats.inc_value(stats.UPLOADED if run is self._run else stats.CAUGHT_UP)

    def _failed(self, error: FtcrawlerError) -> None:
        self.stats.inc_value(stats.UPLOAD_FAILURES)
        logger.debug("Upload failed: %s", error)
        cause = error.cause if isinstance(error, S3Error) else type(error).__name__
        if cause not in self._told:
            self._told.add(cause)
            logger.error("Erreur lors du téléchargement vers S3 : %s %s", error, self._rest)

    @property
    def _rest(self) -> str:
        return f"Les fichiers restent dans {self._run.layout.raw} ; `scrapy s3-sync` les enverra."
