"""End a run before its time, once, and say why."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from ftcrawler import stats
from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.quoting import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# asyncio holds its tasks weakly; these live until they are done.
_closing: set[asyncio.Task[None]] = set()


def end_run(crawler: Crawler, *, reason: str, message: str) -> None:
    """Close the spider soon, with a close reason and a French message for the report.

    Only the first message counts. It does not wait: the caller is most often handling a request
    or an item that the closing spider waits for.
    """
    if crawler.stats.get_value(stats.FAILURE) is not None:
        return
    message = printable(message)
    logger.error("%s", message)
    crawler.stats.set_value(stats.FAILURE, message)
    task = asyncio.get_running_loop().create_task(crawler.engine.close_spider_async(reason=reason))
    _closing.add(task)
    task.add_done_callback(_closing.discard)


def note_unforeseen(crawler: Crawler, error: BaseException | None) -> None:
    """Have the report tell an error that is no error of ours; only the first one counts.

    It ends nothing: what it cost is counted elsewhere, and the rest of the run may be sound.
    """
    if error is None or isinstance(error, FtcrawlerError):
        return
    if crawler.stats.get_value(stats.UNFORESEEN) is None:
        crawler.stats.set_value(stats.UNFORESEEN, unforeseen(error))


def unforeseen(error: BaseException) -> str:
    """Return what is said of an error that nobody foresaw.

    >>> unforeseen(ValueError("x"))
    'Erreur imprévue : ValueError: x (trace dans le journal)'
    """
    told = one_line(f"{type(error).__name__}: {error}")
    return f"Erreur imprévue : {told} (trace dans le journal)"


def signalled(crawler: Crawler) -> Callable[[], bool]:
    """Return what tells whether somebody asked the crawl to stop, by a signal.

    What runs while a crawl that nobody stopped comes to its end asks this, and not `stopping`.
    """
    return lambda: not crawler.crawling


def stopping(crawler: Crawler) -> Callable[[], bool]:
    """Return what tells whether the run is being ended, by a signal, a limit or `end_run`.

    Scrapy then waits for every request that it has handed out: what waits has to give up.
    """

    def tells() -> bool:
        slot = crawler.engine._slot  # noqa: SLF001 (nothing public says so before it is over)
        return slot is not None and slot.closing is not None

    return tells
