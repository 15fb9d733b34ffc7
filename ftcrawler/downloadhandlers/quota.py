"""Let a request for the API leave when the quota allows, and heed what comes back.

A download handler and not a middleware: it runs after DOWNLOAD_DELAY has been waited for, so the
moment that the quota grants is the moment at which the request leaves.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from ftcrawler import stats
from ftcrawler.api.addresses import ApiAddress
from ftcrawler.quota.turns import Turns

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

TOO_MANY_REQUESTS = 429
LIMIT_HEADER = "X-Ratelimit-Replenish-Rate-Clientidlimiter"


class QuotaDownloadHandler(HTTP11DownloadHandler):
    """Settings: `FT_API_URL`, `FT_QUOTA`. Stats: `ftcrawler/requests/*`, `ftcrawler/quota/*`."""

    def __init__(self, crawler: Crawler, *, api: ApiAddress, turns: Turns) -> None:
        super().__init__(crawler)
        self._stats = crawler.stats
        self._api = api
        self._turns = turns
        # Twisted would ask again by itself on a connection cut, unseen by the quota.
        self._pool.retryAutomatically = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read where the API is and what it allows."""
        settings = crawler.settings
        api = ApiAddress(settings["FT_API_URL"])
        return cls(crawler, api=api, turns=Turns(settings.getint("FT_QUOTA")))

    async def download_request(self, request: Request) -> Response:
        """Wait for this request's turn, then download it; other hosts have no quota."""
        kind = self._api.kind(request.url)
        if kind is None:
            return await super().download_request(request)
        await self._turns.wait()
        self._stats.inc_value(stats.REQUESTS.format(kind=kind))
        response = await super().download_request(request)
        self._stats.inc_value(stats.STATUSES.format(status=response.status))
        self._turns.heed_limit(_header(response, LIMIT_HEADER))
        if response.status == TOO_MANY_REQUESTS:
            pause = self._turns.heed_refusal(_header(response, "Retry-After"))
            self._stats.inc_value(stats.PAUSED, int(pause))
            logger.warning("Quota de l'API dépassé (429) : pause de %.0f s, comme demandé", pause)
        return response


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()
