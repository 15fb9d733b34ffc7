"""Every offer of France, or those that the given search parameters select."""

from __future__ import annotations

from scrapy_spider_metadata import Args

from ftcrawler.arguments import AllArguments
from ftcrawler.searches.search import Search
from ftcrawler.spiders.offers_spider import OffersSpider


class AllSpider(Args[AllArguments], OffersSpider):
    """One search, without keywords; arguments: docs/arguments.md."""

    name = "all"

    async def groups(self) -> list[list[Search]]:
        """Return the one search."""
        return [[Search(self.args.criteria())]]
