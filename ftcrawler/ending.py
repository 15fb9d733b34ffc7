"""End a run before its time, once, and say why."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from ftcrawler import close_reasons, stats
from ftcrawler.exceptions import (
    AccessRefusedError,
    AlreadyRunningError,
    ApiError,
    ArgumentError,
    AuthenticationError,
    ConfigurationError,
    FtcrawlerError,
    HtmlPageError,
    RequestRefusedError,
    StoppedError,
    StorageError,
    TokenServiceDownError,
)
from ftcrawler.quoting import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (ArgumentError, close_reasons.BAD_ARGUMENT),
    (AlreadyRunningError, close_reasons.ALREADY_RUNNING),
    (StoppedError, close_reasons.SHUTDOWN),
    (ConfigurationError, close_reasons.BAD_CONFIGURATION),
    (TokenServiceDownError, close_reasons.API_UNREACHABLE),
    (AuthenticationError, close_reasons.AUTH_FAILED),
    (StorageError, close_reasons.STORAGE_FAILED),
    (AccessRefusedError, close_reasons.API_REFUSED),
    (HtmlPageError, close_reasons.API_REFUSED),
    (RequestRefusedError, close_reasons.API_REFUSED),
    (ApiError, close_reasons.API_UNREACHABLE),
)

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


def reason_of(error: BaseException) -> str:
    """Return the close reason of a run that an error ended; an unforeseen one is a crash.

    >>> reason_of(StorageError("disque plein")), reason_of(ValueError())
    ('storage_failed', 'crashed')
    """
    return next(
        (reason for kind, reason in REASONS if isinstance(error, kind)), close_reasons.CRASHED
    )
