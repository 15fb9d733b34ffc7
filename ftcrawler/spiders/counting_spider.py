"""Count the offers of a spider's searches instead of reading them, for `scrapy plan`."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from scrapy import Request, Spider

from ftcrawler.exceptions import AuthenticationError, FtcrawlerError, StoppedError
from ftcrawler.page_response import DOUBTED, PageResponse
from ftcrawler.reporting.crawl_plan import Counted, make_plan
from ftcrawler.reporting.french import count, duration

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from ftcrawler.reporting.crawl_plan import Plan
    from ftcrawler.searches.search import Search
    from ftcrawler.spiders.offers_spider import OffersSpider

logger = logging.getLogger(__name__)

# The least that the API gives, with the total all the same (docs/api.md 2.2).
ONE_OFFER: Final = {"range": "0-0"}
NOTHING_KEPT: Final[dict[str, Any]] = {
    "EXTENSIONS": {},
    "ITEM_PIPELINES": {},
    "STATS_DUMP": False,
}
UNCOUNTED: Final = "« %s » n'a pas pu être comptée : %s"


class CountingSpider(Spider):
    """In the place of a spider that collects, it asks one offer of each of its searches.

    It is no run: nothing is recorded, resumed or locked. Settings: `DOWNLOAD_DELAY`, `FT_QUOTA`.
    """

    custom_settings = NOTHING_KEPT
    counted: ClassVar[type[OffersSpider]]
    collecting: OffersSpider  # never started: it says which searches there are, and where
    delay: float
    quota: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Scrapy's)
        super().__init__(*args, **kwargs)
        self._groups: list[list[Search]] = []
        self._totals: dict[str, int | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Make the spider that would collect, and note at what pace; raise ArgumentError."""
        spider = super().from_crawler(crawler)
        spider.collecting = cls.counted.from_crawler(crawler, *args, **kwargs)
        spider.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        spider.quota = crawler.settings.getint("FT_QUOTA")
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield a request for each search."""
        try:
            self._groups = [list(group) for group in await self.collecting.groups()]
        except FtcrawlerError as exc:
            raise self.collecting.ended_by(exc) from None
        searches = [search for group in self._groups for search in group]
        takes = duration(len(searches) * self.delay)
        logger.info("%s à compter : environ %s", count(len(searches), "recherche"), takes)
        for search in searches:
            yield self._request(search)

    def parse_count(self, response: Response, *, search: Search) -> list[Request]:
        """Note what the API announces; have « nothing » said twice, as a crawl does."""
        assert isinstance(response, PageResponse)
        page = response.page
        doubted = response.meta.get(DOUBTED, 0)
        if not ((page.total and page.ids) or page.defects or doubted):
            logger.warning("« %s » redemandée, réponse douteuse : aucune offre", search.label)
            return [self._request(search, doubted=1)]
        self._totals[search.label] = page.total
        if page.total is None:
            logger.error(UNCOUNTED, search.label, "; ".join(page.defects))
        return []

    def _request(self, search: Search, *, doubted: int = 0) -> Request:
        return Request(
            self.collecting.api.search({**search.criteria, **ONE_OFFER}),
            callback=self.parse_count,
            errback=self.count_failed,
            cb_kwargs={"search": search},
            meta={DOUBTED: doubted} if doubted else None,
            # Two sectors may share a keyword, and each asks for its own.
            dont_filter=True,
        )

    def count_failed(self, failure: Failure) -> None:
        """Name a search that could not be counted, and go on with the others."""
        error = failure.value
        request: Request = failure.request  # type: ignore[attr-defined]  # documented by Scrapy
        # Told once, by who ends the run.
        if not isinstance(error, AuthenticationError | StoppedError):
            logger.error(
                UNCOUNTED,
                *(request.cb_kwargs["search"].label, error or type(error).__name__),
                exc_info=None if isinstance(error, FtcrawlerError) else error,
            )

    def plan(self) -> Plan:
        """Return what the crawl would cost, as far as the API has answered."""
        return make_plan(
            [
                (
                    [Counted(search, self._totals.get(search.label)) for search in group],
                    self.collecting.args.allowance(len(group)),
                )
                for group in self._groups
            ],
            delay=self.delay,
            quota=self.quota,
        )


def counting(spider: type[OffersSpider]) -> type[CountingSpider]:
    """Return the spider that counts what *spider* would collect, with the same arguments."""
    told = {"name": spider.name, "counted": spider}
    return type(f"Counting{spider.__name__}", (CountingSpider,), told)
