"""Offers that hold given keywords, everywhere or around a town."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy.utils.asyncio import run_in_thread
from scrapy_spider_metadata import Args

from ftcrawler.arguments import KeywordsArguments
from ftcrawler.reference_lists import reference_list
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.local_files import LocalStore
from ftcrawler.searches.search import Search
from ftcrawler.searches.towns import resolve_location
from ftcrawler.spiders.offers_spider import OffersSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class KeywordsSpider(Args[KeywordsArguments], OffersSpider):
    """One search; a large city by its arrondissements takes several. See docs/arguments.md.

    Settings: `FT_DATA_DIR`, whose cache keeps the list of towns.
    """

    name = "keywords"
    files: LocalStore

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Note where the list of towns is kept."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.files = LocalStore(DataLayout.of(crawler.settings).root)
        return spider

    async def groups(self) -> list[list[Search]]:
        """Return the searches of the keywords, once the town is known."""
        criteria = self.args.criteria()
        if self.args.location is None:
            return [[Search(criteria)]]
        communes = await reference_list(self.crawler, self.api, "communes", self.files)
        # Half a second of comparing names: off the event loop.
        location = await run_in_thread(
            resolve_location, self.args.location, communes, self.args.distance
        )
        logger.info("Lieu : %s", location.libelle)
        if location.warning:
            logger.warning("%s", location.warning)
        return [[Search({**criteria, **place}) for place in location.criteria]]
