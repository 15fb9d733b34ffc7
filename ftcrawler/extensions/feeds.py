"""Refuse a feed that could not be written, before anything is requested."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlparse

from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FeedExporter
from scrapy.utils.conf import feed_complete_default_values_from_settings
from scrapy.utils.misc import build_from_crawler, load_object
from w3lib.url import file_uri_to_path

from ftcrawler import stats
from ftcrawler.exceptions import ConfigurationError
from ftcrawler.feeds.formats import WHOLE
from ftcrawler.feeds.strange_fields import strange_fields
from ftcrawler.secret import hide_accounts

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Scrapy's own statistics, by kind of storage.
OUTCOMES: Final = ("feedexport/success_count/", "feedexport/failed_count/")


class CheckFeeds:
    """Settings: `FEEDS` (`-o`, `-O`), `FEED_EXPORT_*`."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look at each feed; raise ConfigurationError for what would fail at the first page."""
        feeds = crawler.settings.getdict("FEEDS")
        if not feeds and not crawler.settings["FEED_URI"]:
            raise NotConfigured
        hide_accounts(*map(str, feeds))
        for uri, options in feeds.items():
            feed = feed_complete_default_values_from_settings(options, crawler.settings, uri)
            _check(str(uri), feed)
            _try(str(uri), feed, crawler)
        return cls()


def feeds_asked(crawler: Crawler) -> bool:
    """Tell whether the crawl writes feeds; raise ConfigurationError if Scrapy refused them."""
    if crawler.get_extension(CheckFeeds) is None:
        return False
    if crawler.get_extension(FeedExporter) is None:
        raise ConfigurationError(
            "Les fichiers demandés (-o, -O, FEEDS) ne peuvent pas être écrits : le journal de "
            "Scrapy dit pourquoi, plus haut."
        )
    return True


def lacking_feeds(crawler: Crawler) -> int:
    """Return how often a feed of a crawl that is over fell short, or was not written."""
    try:
        values = crawler.stats.get_stats()
    except RuntimeError:  # it died before there were any
        return 0
    feeds = len(crawler.settings.getdict("FEEDS"))
    stored, failed = (
        sum(count for name, count in values.items() if name.startswith(prefix))
        for prefix in OUTCOMES
    )
    if values.get("item_scraped_count"):  # one that cannot even be opened is in neither
        failed = max(failed, feeds - stored)
    return int(failed + values.get(stats.FEEDS_LACKING, 0))


def prints_feed(crawler: Crawler) -> bool:
    """Tell whether a feed goes to the standard output."""
    return any(str(uri).startswith("stdout:") for uri in crawler.settings.getdict("FEEDS"))


def _check(uri: str, feed: dict[str, Any]) -> None:
    kind = feed.get("format") or ""
    if strange := strange_fields(feed["fields"] or (), kind):
        raise ConfigurationError(f"{uri} : {strange}")
    path = _local(uri)
    if path and not _is_writable(path):
        raise ConfigurationError(
            f"{uri} : impossible d'écrire à cet endroit. Vérifiez les droits."
        )
    if kind in WHOLE and not feed.get("overwrite") and path and _is_filled(path):
        raise ConfigurationError(
            f"{uri} existe déjà, et rien ne s'ajoute à un fichier {kind}. Remplacez-le par -O "
            "(« overwrite » dans FEEDS), ou supprimez-le."
        )


def _try(uri: str, feed: dict[str, Any], crawler: Crawler) -> None:
    """Make the exporter that Scrapy will make, over nothing."""
    exporters = crawler.settings.getwithbase("FEED_EXPORTERS")
    if (name := exporters.get(feed.get("format") or "")) is None:
        return  # Scrapy says so itself
    options = {key: feed[key] for key in ("encoding", "indent")} | feed["item_export_kwargs"]
    try:
        build_from_crawler(
            load_object(name), crawler, BytesIO(), fields_to_export=feed["fields"], **options
        )
    except (TypeError, ValueError, LookupError) as exc:
        raise ConfigurationError(f"{uri} : option refusée : {exc}") from exc


def _local(uri: str) -> Path | None:
    """Return the path of a feed on this disk, None if it is elsewhere."""
    if uri.startswith("file:"):
        return Path(file_uri_to_path(uri))
    scheme = urlparse(uri).scheme
    return Path(uri) if not scheme or PureWindowsPath(uri).drive else None


def _is_filled(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _is_writable(path: Path) -> bool:
    """Tell whether the file, or the first folder above it that exists, can be written."""
    if path.exists():
        return not path.is_dir() and os.access(path, os.W_OK)
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    return folder.is_dir() and os.access(folder, os.W_OK)
