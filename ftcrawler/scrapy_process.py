"""Scrapy's process around a crawl: what it says before, its reactor, its signals, its memory."""

from __future__ import annotations

import gc
import logging
import signal
from typing import TYPE_CHECKING, Final

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.utils.ossignal import install_shutdown_handlers

if TYPE_CHECKING:
    from scrapy.crawler import CrawlerProcessBase

TALKATIVE: Final = (
    "scrapy.addons", "scrapy.core.engine", "scrapy.crawler", "scrapy.middleware",
    "scrapy.statscollectors",
)  # fmt: skip


class Preamble(logging.Filter):
    """Holds back what Scrapy says of itself, below a warning, before a crawl asks anything.

    What is refused before that, an argument or a variable, is then told in a few lines and not
    below sixty.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: list[logging.LogRecord] = []
        self._over = False
        for name in TALKATIVE:
            logging.getLogger(name).addFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep a record back, unless it matters at once."""
        if record.levelno >= logging.WARNING:
            return True
        self._held.append(record)
        return False

    def release(self) -> None:
        """Say what was held, in its order, and hold nothing any more."""
        if not self._over:
            held = self._held
            self.drop()
            for record in held:
                logging.getLogger(record.name).handle(record)

    def drop(self) -> None:
        """Hold nothing any more, and never say what was held."""
        self._over, self._held = True, []
        for name in TALKATIVE:
            logging.getLogger(name).removeFilter(self)


def asyncio_process(process: CrawlerProcessBase | None) -> AsyncCrawlerProcess:
    """Return Scrapy's process; raise UsageError if settings chose another kind of it."""
    assert process is not None
    if isinstance(process, AsyncCrawlerProcess) and process.settings.getbool(
        "TWISTED_REACTOR_ENABLED"
    ):
        return process
    told = (
        "TWISTED_REACTOR, TWISTED_REACTOR_ENABLED et FORCE_CRAWLER_PROCESS doivent rester tels "
        "que Scrapy les donne : rien ne marche ici sans le réacteur asyncio. Retirez ce réglage."
    )
    raise UsageError(told, print_help=False)


def run_to_its_end(process: AsyncCrawlerProcess) -> None:
    """Crawl; a signal that comes when all is over is too late to change anything.

    Scrapy's handlers would wake a reactor that is gone, and die of it.
    """
    from twisted.internet import reactor  # noqa: PLC0415 (it must be Scrapy's choice)

    reactor.addSystemEventTrigger(
        "after",
        "shutdown",  # type: ignore[arg-type]  # of an interface of zope's, whose self is counted
        install_shutdown_handlers,
        signal.SIG_IGN,
    )
    process.start()


def spare_the_collector() -> None:
    """Let Python look for cycles less often, and not among what was imported.

    A page makes 10,000 objects that are freed without its help; at its own thresholds it would
    walk the whole heap every few pages, for a sixth of the crawl's CPU (benchmarks/RESULTS.md).
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
