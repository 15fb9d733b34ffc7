"""Scrapy's feeds, but none fails unseen, and what could not be written is refused beforehand."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FeedExporter
from scrapy.utils.asyncio import run_in_thread
from scrapy.utils.conf import feed_complete_default_values_from_settings
from scrapy.utils.defer import ensure_awaitable
from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.python import without_none_values

from ftcrawler import stats
from ftcrawler.exceptions import ConfigurationError, FtcrawlerError
from ftcrawler.extensions.written_feeds import Feed
from ftcrawler.feeds.bucket_storage import NotSentError
from ftcrawler.feeds.destinations import is_stdout, refuse_twins, shown
from ftcrawler.feeds.exporters import OffersExporter
from ftcrawler.feeds.feed_refusals import refuse, tidy
from ftcrawler.feeds.file_storage import WholeFileStorage
from ftcrawler.feeds.formats import completed_options, parse_output
from ftcrawler.quoting import one_line
from ftcrawler.secret import hide_accounts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.extensions.feedexport import FeedSlot
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)


class OffersFeeds(FeedExporter):
    """Settings: `FEEDS` (`-o`, `-O`), `FEED_*`. What became of each feed is in `outcomes`."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look at each feed; raise ConfigurationError for what would fail at the first page."""
        settings = crawler.settings
        if not settings.getdict("FEEDS") and not settings["FEED_URI"]:
            raise NotConfigured
        feeds = _complete(settings)
        hide_accounts(*feeds)
        for uri, feed in feeds.items():
            refuse(uri, feed)
            _try(uri, feed, crawler)
        refuse_twins(uri.replace("%(name)s", str(crawler.spidercls.name)) for uri in feeds)
        settings.set("FEEDS", feeds, priority="cmdline")  # as Scrapy reads them, a line below
        try:
            return super().from_crawler(crawler)
        except NotConfigured:
            raise ConfigurationError(
                "Les fichiers demandés (-o, -O, FEEDS) ne peuvent pas être écrits : le journal "
                "de Scrapy dit pourquoi, plus haut."
            ) from None

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.outcomes = {uri: Feed(uri) for uri in self.feeds}

    def item_scraped(self, item: Any, spider: Spider) -> None:  # noqa: ANN401 (any spider's item)
        """Write the item to each feed; one that breaks is out, the others go on."""
        self.slots = [
            slot for slot in self.slots if not slot.filter.accepts(item) or self._opened(slot)
        ]
        super().item_scraped(item, spider)
        for slot in self.slots:
            if broken := _broken(slot):
                self._failed(slot, broken)
        self.slots = [slot for slot in self.slots if not _broken(slot)]

    def _opened(self, slot: FeedSlot) -> bool:
        try:
            slot.start_exporting()
        except Exception as exc:  # noqa: BLE001 (it is told)
            self._failed(slot, exc)
            return False
        return True

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:  # noqa: ARG002 (Scrapy's)
        """Store a feed as Scrapy does; what fails is told in a line, never counted as stored."""
        if not slot.itemcount and not (slot.store_empty and slot.batch_id == 1):
            return
        if not self._opened(slot):
            return
        with self.outcomes[slot.uri_template].under_way():
            await self._settle(slot)
        await self.crawler.signals.send_catch_log_async(signals.feed_slot_closed, slot=slot)

    async def _settle(self, slot: FeedSlot) -> None:
        await run_in_thread(slot.finish_exporting)  # a workbook takes a while to put together
        if broken := _broken(slot):
            self._failed(slot, broken)
            return
        try:
            await ensure_awaitable(slot.storage.store(self._get_file(slot)))
        except Exception as exc:  # noqa: BLE001 (it is told)
            self._failed(slot, exc)
        else:
            self.outcomes[slot.uri_template].stored(slot.uri, _rows(slot))
            self._count("success", slot)
            logger.info("Export écrit : %s, %d ligne(s)", shown(slot.uri), _rows(slot))

    def _failed(self, slot: FeedSlot, exc: Exception) -> None:
        foreseen = isinstance(exc, OSError | FtcrawlerError)
        if not isinstance(exc, NotSentError):  # told where it happened
            logger.error(
                "Fichier exporté abandonné : %s (%s). Les pages collectées restent sur le "
                "disque ; la cause corrigée, relancez la même commande.",
                shown(slot.uri),
                one_line(str(exc)) or type(exc).__name__,
                exc_info=None if foreseen else exc,  # a full disk needs no traceback
            )
        if isinstance(slot.storage, WholeFileStorage):
            slot.storage.discard()
        self.outcomes[slot.uri_template].failed()
        self._count("failed", slot)

    def _count(self, what: str, slot: FeedSlot) -> None:
        self.crawler.stats.inc_value(f"feedexport/{what}_count/{type(slot.storage).__name__}")


def asked_feeds(
    settings: BaseSettings, asked: Iterable[tuple[str, bool]]
) -> dict[str, dict[str, Any]]:
    """Return `FEEDS` with what a command line asks: names, and whether each is to overwrite.

    Raises ConfigurationError for a format that is not known, and for a place asked for twice.
    """
    known = _formats(settings)
    given = [parse_output(name, known, overwrite=overwrite) for name, overwrite in asked]
    feeds = settings.getdict("FEEDS")
    refuse_twins([*map(str, feeds), *(uri for uri, _ in given)])
    return feeds | {uri: completed_options(uri, options, known) for uri, options in given}


def feeds_of(crawler: Crawler) -> list[Feed]:
    """Return what became of each feed of a crawl that is over."""
    try:
        feeds = crawler.get_extension(OffersFeeds)
    except RuntimeError:  # it died before there were any
        return []
    return list(feeds.outcomes.values()) if feeds else []


def lacking_feeds(crawler: Crawler) -> int:
    """Return how often a feed of a crawl that is over fell short, or was not written."""
    failures = sum(feed.failures for feed in feeds_of(crawler))
    try:
        return failures + int(crawler.stats.get_value(stats.FEEDS_LACKING, 0))
    except RuntimeError:  # it died before there were any
        return failures


def prints_feed(crawler: Crawler) -> bool:
    """Tell whether a feed goes to the standard output."""
    return any(is_stdout(str(uri)) for uri in crawler.settings.getdict("FEEDS"))


def _complete(settings: BaseSettings) -> dict[str, dict[str, Any]]:
    known = _formats(settings)
    feeds = {}
    for given, options in settings.getdict("FEEDS").items():
        uri = str(given)
        feed = completed_options(uri, options, known)
        feed = feed_complete_default_values_from_settings(feed, settings, uri)
        feeds[uri] = feed | {"fields": tidy(feed["fields"])}
    return feeds


def _formats(settings: BaseSettings) -> Collection[str]:
    return without_none_values(settings.getwithbase("FEED_EXPORTERS")).keys()


def _try(uri: str, feed: dict[str, Any], crawler: Crawler) -> None:
    """Make the exporter that Scrapy will make, over nothing."""
    name = crawler.settings.getwithbase("FEED_EXPORTERS")[feed["format"]]
    options = {key: feed[key] for key in ("encoding", "indent")} | feed["item_export_kwargs"]
    try:
        build_from_crawler(
            load_object(name), crawler, BytesIO(), fields_to_export=feed["fields"], **options
        )
    except (TypeError, ValueError, LookupError) as exc:
        raise ConfigurationError(f"{shown(uri)} : option refusée : {one_line(str(exc))}") from exc


def _broken(slot: FeedSlot) -> Exception | None:
    return slot.exporter.broken if isinstance(slot.exporter, OffersExporter) else None


def _rows(slot: FeedSlot) -> int:
    return slot.exporter.rows if isinstance(slot.exporter, OffersExporter) else slot.itemcount
