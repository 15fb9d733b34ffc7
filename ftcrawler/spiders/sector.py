"""Offers of a sector's keywords, or of every sector's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy_spider_metadata import Args

from ftcrawler.arguments import SectorArguments
from ftcrawler.searches.sectors import load_sectors, pick_sectors, sector_searches, sectors_source
from ftcrawler.spiders.offers_spider import OffersSpider

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from scrapy.crawler import Crawler

    from ftcrawler.searches.search import Search


class SectorSpider(Args[SectorArguments], OffersSpider):
    """One search a keyword; the keywords of a sector share its pages. See docs/arguments.md.

    Settings: `FT_SECTORS_FILE`.
    """

    name = "sector"
    several_searches = True
    sectors_file: Traversable

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Note where the sectors are."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.sectors_file = sectors_source(crawler.settings["FT_SECTORS_FILE"])
        return spider

    async def groups(self) -> list[list[Search]]:
        """Return one group a sector."""
        picked = pick_sectors(load_sectors(self.sectors_file), self.args.sector)
        return [sector_searches(sector, self.args.criteria()) for sector in picked]
