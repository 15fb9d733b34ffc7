"""What the spiders that ask the API share: its address, their pace, their arguments, their end."""

from __future__ import annotations

import logging
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider
from scrapy.exceptions import CloseSpider

from ftcrawler import stats
from ftcrawler.api.addresses import ApiAddress
from ftcrawler.endings import reason_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ftcrawler.exceptions import FtcrawlerError
    from ftcrawler.reporting.search_reports import Reading

logger = logging.getLogger(__name__)


class ApiSpider(Spider):
    """Subclasses name their model of arguments, and say by `start` what they ask.

    Settings: `FT_API_URL`; `DOWNLOAD_DELAY` is set from the argument `delay`, `JOBDIR` and
    `HTTPCACHE_ENABLED` to none.
    """

    args: Any  # each spider's own model of RunArguments
    api: ApiAddress

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Check the arguments; raise ArgumentError before anything is requested."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.api = ApiAddress(crawler.settings["FT_API_URL"])
        if spider.args.delay is not None:
            crawler.settings.set("DOWNLOAD_DELAY", spider.args.delay, priority="spider")
        if crawler.settings["JOBDIR"]:
            # Requests kept there would come back each with a sweep of its own.
            logger.warning("JOBDIR est ignoré : la même commande reprend d'elle-même la collecte.")
            crawler.settings.set("JOBDIR", None, priority="cmdline")
        if crawler.settings.getbool("HTTPCACHE_ENABLED"):
            # Old answers would pass for today's, and a bad one come back as often as it is asked.
            logger.warning("HTTPCACHE_ENABLED est ignoré : l'API est lue à chaque fois.")
            crawler.settings.set("HTTPCACHE_ENABLED", False, priority="cmdline")  # noqa: FBT003
        return spider

    @abstractmethod
    def reading(self) -> Reading:
        """Return what became of what was to be asked, for the report."""

    def ended_by(self, error: FtcrawlerError) -> CloseSpider:
        """Note why nothing can be asked, unless whoever ended the run already did."""
        if self.crawler.stats.get_value(stats.FAILURE) is None:
            self.crawler.stats.set_value(stats.FAILURE, f"Erreur: {error}")
        return CloseSpider(reason_of(error))
