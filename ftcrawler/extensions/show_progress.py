"""Show how far the crawl is: a bar on a terminal, a line of the log now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Protocol, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from ftcrawler import stats
from ftcrawler.extensions.current_run import arguments_of, current_run
from ftcrawler.reporting.progress import Sample, asking_tally, needed, progress, tally
from ftcrawler.reporting.progress_log import LogLines

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ftcrawler.reporting.progress import Progress
    from ftcrawler.reporting.search_reports import Reader

EVERY = 1.0  # seconds between two looks at the crawl
USEFUL = [stats.REQUESTS.format(kind=kind) for kind in ("search", "detail")]
OF_THE_API = [*USEFUL, stats.REQUESTS.format(kind="referentiel")]


class Display(Protocol):
    """Where progress is shown."""

    def show(self, shown: Progress) -> None:
        """Show how far the crawl is."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class ShowProgress:
    """Settings: `FT_PROGRESS_INTERVAL`, `FT_QUOTA`, `S3PIPELINE_URL`.

    It looks at the crawl now and then; a page, or an offer, costs nothing.
    """

    def __init__(
        self, crawler: Crawler, display: Display, *, every: float, quota: int, uploads: bool
    ) -> None:
        self._crawler = crawler
        self._display = display
        self._every = every
        self._quota = quota
        self._uploads = uploads
        self._pending = 0
        self._samples: deque[Sample] = deque()
        self._calls = create_looping_call(self._look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension, unless it is turned off."""
        settings = crawler.settings
        if (interval := settings.getfloat("FT_PROGRESS_INTERVAL")) <= 0:
            raise NotConfigured
        extension = cls(
            crawler,
            _bar() if sys.stderr.isatty() else LogLines(interval),
            every=min(EVERY, interval),
            quota=settings.getint("FT_QUOTA"),
            uploads=bool(settings["S3PIPELINE_URL"]) and not arguments_of(crawler).no_s3,
        )
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Begin to look."""
        from twisted.internet import reactor  # noqa: PLC0415 (importing it installs one)

        # After a second Ctrl-C no spider is closed any more, and the bar would stay.
        reactor.addSystemEventTrigger(
            "before",
            "shutdown",  # type: ignore[arg-type]  # zope's interfaces know no self
            self._display.close,
        )
        if self._uploads:
            # A run that goes on has files to upload from before. Not awaited: uploads begin.
            left = len(current_run(self._crawler).journal.pending())
            self._pending = left + self._count(stats.UPLOADED)
        self._samples.append(self._sample())
        self._calls.start(self._every, now=False)

    def spider_closed(self) -> None:
        """Stop looking; by now every pipeline has closed."""
        if self._calls.running:
            self._calls.stop()
        self._display.close()

    def _look(self) -> None:
        self._samples.append(self._sample())
        while len(self._samples) > needed(self._samples):
            self._samples.popleft()
        spider: Reader = self._crawler.spider  # type: ignore[assignment]  # no class of Scrapy's
        reading, engine = spider.reading(), self._crawler.engine
        asking = reading.asking
        shown = progress(
            self._samples,
            tally(reading.outcomes, reading.limits) if asking is None else asking_tally(asking),
            quota=self._quota,
            pending=self._files_left(),
            last=None if engine.running else len(engine.downloader.active),
        )
        self._display.show(shown)

    def _sample(self) -> Sample:
        useful = sum(map(self._count, USEFUL)) - self._count(stats.RETRIED)
        return Sample(time.monotonic(), sum(map(self._count, OF_THE_API)), useful)

    def _files_left(self) -> int | None:
        if not self._uploads:
            return None
        left = self._pending + self._count(stats.FILES) - self._count(stats.UPLOADED)
        return max(left, 0)

    def _count(self, name: str) -> int:
        return int(self._crawler.stats.get_value(name, 0))


def _bar() -> Display:
    # Deferred: most crawls have nobody who looks on, and no need of tqdm.
    from ftcrawler.reporting.terminal_bar import TerminalBar  # noqa: PLC0415

    return TerminalBar(sys.stderr)
