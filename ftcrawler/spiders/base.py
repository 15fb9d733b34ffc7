"""What the spiders that collect share: read each search page by page."""

from __future__ import annotations

import logging
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider

from ftcrawler import stats
from ftcrawler.api.addresses import ApiAddress
from ftcrawler.api.ranges import page_range
from ftcrawler.ending import reason_of
from ftcrawler.exceptions import AuthenticationError, FtcrawlerError
from ftcrawler.extensions.collected_today import CollectedToday
from ftcrawler.http import PageResponse
from ftcrawler.items import OfferPage
from ftcrawler.reporting.build import Reading
from ftcrawler.sweep.paged import PagedSweep

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from ftcrawler.searches.search import Search
    from ftcrawler.sweep.paged import PageRequest

logger = logging.getLogger(__name__)

# Offers that open during the reading then come first and push the others along, so that none of
# those announced at the start is jumped over.
NEWEST_FIRST = "1"


class OffersSpider(Spider):
    """Subclasses say which searches to read, by `groups`, and name their model of arguments.

    Settings: `FT_API_URL`; `DOWNLOAD_DELAY` is set from the argument `delay`.
    """

    args: Any  # each spider's own model: a CollectArguments with max_pages
    api: ApiAddress

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Scrapy's)
        super().__init__(*args, **kwargs)
        self._skipped: list[Search] = []
        self._sweeps: list[PagedSweep] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Check the arguments; raise ArgumentError before anything is requested."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.api = ApiAddress(crawler.settings["FT_API_URL"])
        if spider.args.delay is not None:
            crawler.settings.set("DOWNLOAD_DELAY", spider.args.delay, priority="spider")
        return spider

    @abstractmethod
    async def groups(self) -> Sequence[Sequence[Search]]:
        """Return the searches to read; those of one group share `max_pages`."""

    async def start(self) -> AsyncIterator[Request]:
        """Yield the first requests of each search that today's data do not hold yet."""
        try:
            groups = await self.groups()
        except FtcrawlerError as exc:
            raise self._ended_by(exc) from None
        for group in groups:
            fresh = [search for search in group if not await self._collected_today(search)]
            sweep = PagedSweep(fresh, self.args.max_pages)
            self._sweeps.append(sweep)
            for asked in sweep.start():
                yield self._request(sweep, asked)

    # Callbacks return lists: Scrapy reads the source of a generator again for each answer.

    def parse_page(
        self, response: Response, *, sweep: PagedSweep, asked: PageRequest
    ) -> list[Request | OfferPage]:
        """Return what the sweep asks next, then the page."""
        assert isinstance(response, PageResponse)
        page = response.page
        offers = len(page.resultats)
        for defect in page.defects:
            logger.error("« %s » page %d : %s", asked.search.label, asked.page, defect)
        more = sweep.answered(asked, total=page.total, offers=offers, defects=page.defects)
        found: list[Request | OfferPage] = [self._request(sweep, further) for further in more]
        if offers:
            found.append(
                OfferPage(
                    label=asked.search.label,
                    page=asked.page,
                    ids=[offer["id"] for offer in page.resultats],
                    resultats=page.resultats,
                    filtres_possibles=page.filtres_possibles,
                    answer=response.body,
                )
            )
        return found

    def page_failed(self, failure: Failure) -> list[Request]:
        """Name a page that could not be had, and go on with the others."""
        error = failure.value
        request: Request = failure.request  # type: ignore[attr-defined]  # documented by Scrapy
        sweep, asked = request.cb_kwargs["sweep"], request.cb_kwargs["asked"]
        if not isinstance(error, AuthenticationError):  # told once, by who ends the run
            logger.error(
                "« %s » page %d abandonnée : %s",
                *(asked.search.label, asked.page, error or type(error).__name__),
                exc_info=None if isinstance(error, FtcrawlerError) else error,
            )
        more = sweep.failed(asked, str(error) or type(error).__name__)
        return [self._request(sweep, further) for further in more]

    def reading(self) -> Reading:
        """Return what became of each search, for the report."""
        return Reading(
            outcomes=[outcome for sweep in self._sweeps for outcome in sweep.outcomes()],
            skipped=self._skipped,
            max_pages=self.args.max_pages,
        )

    async def _collected_today(self, search: Search) -> bool:
        today = self.crawler.get_extension(CollectedToday)
        if self.args.force or today is None:
            return False
        if await today.find(search.label, self.args.max_pages) is None:
            return False
        self._skipped.append(search)
        return True

    def _request(self, sweep: PagedSweep, asked: PageRequest) -> Request:
        criteria = {"sort": NEWEST_FIRST, **asked.search.criteria, "range": page_range(asked.page)}
        return Request(
            self.api.search(criteria),
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"sweep": sweep, "asked": asked},
            # Two sectors may share a keyword, and each asks for its own.
            dont_filter=True,
        )

    def _ended_by(self, error: FtcrawlerError) -> CloseSpider:
        """Note why no search can begin, unless whoever ended the run already did."""
        if self.crawler.stats.get_value(stats.FAILURE) is None:
            self.crawler.stats.set_value(stats.FAILURE, f"Erreur: {error}")
        return CloseSpider(reason_of(error))
