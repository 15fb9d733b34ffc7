"""Refuse a feed that could not be written, before anything is requested."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlparse

from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FeedExporter
from scrapy.utils.conf import feed_complete_default_values_from_settings

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.feeds.formats import CHOICES, WHOLE

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class CheckFeeds:
    """Settings: `FEEDS` (`-o`, `-O`), `FEED_EXPORT_*`."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look at each feed; raise ConfigurationError for what would fail at the first page."""
        feeds = crawler.settings.getdict("FEEDS")
        if not feeds:
            raise NotConfigured
        for uri, options in feeds.items():
            feed = feed_complete_default_values_from_settings(options, crawler.settings, uri)
            _check(str(uri), feed)
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


def _check(uri: str, feed: dict[str, Any]) -> None:
    kind = feed.get("format") or ""
    known = CHOICES.get(kind, ())
    if known and (strange := [name for name in feed["fields"] or () if name not in known]):
        raise ConfigurationError(
            f"{uri} : colonne inconnue au format {kind} : {', '.join(strange)}. "
            f"Colonnes : {', '.join(known)}."
        )
    if feed["encoding"] and not _is_encoding(feed["encoding"]):
        raise ConfigurationError(f"{uri} : codage inconnu : {feed['encoding']}. Essayez utf-8.")
    if kind in WHOLE and not feed.get("overwrite") and _is_filled(uri):
        raise ConfigurationError(
            f"{uri} existe déjà, et rien ne s'ajoute à un fichier {kind}. Remplacez-le par -O "
            "(« overwrite » dans FEEDS), ou supprimez-le."
        )


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _is_filled(uri: str) -> bool:
    path = Path(urlparse(uri).path if uri.startswith("file:") else uri)
    return path.is_file() and path.stat().st_size > 0
