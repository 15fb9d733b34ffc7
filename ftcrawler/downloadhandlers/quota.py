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
from ftcrawler.downloadhandlers.sending import sent_in, watch
from ftcrawler.ending import end_run, reason_of
from ftcrawler.exceptions import QuotaError
from ftcrawler.quota.choice import chosen_quota
from ftcrawler.quota.turns import Turns

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings


logger = logging.getLogger(__name__)

TOO_MANY_REQUESTS = 429
LIMIT_HEADER = "X-Ratelimit-Replenish-Rate-Clientidlimiter"


class QuotaDownloadHandler(HTTP11DownloadHandler):
    """Settings: `FT_API_URL`, `FT_CLIENT_ID`, `FT_QUOTA`, `FT_QUOTA_URL`, `FT_QUOTA_DIR`.

    Stats: `ftcrawler/requests/*`, `ftcrawler/quota/*`. Close reason: `bad_configuration`.
    """

    def __init__(self, crawler: Crawler, *, api: ApiAddress, turns: Turns) -> None:
        super().__init__(crawler)
        self._crawler = crawler
        self._stats = crawler.stats
        self._api = api
        self._turns = turns
        # Twisted would ask again by itself on a connection cut, unseen by the quota.
        self._pool.retryAutomatically = False
        watch(self._pool)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read where the API is, what it allows and where that is shared.

        Nothing is opened yet: Scrapy would only log what a handler raises here.
        """
        settings = crawler.settings
        turns = Turns(chosen_quota(settings), apart=_least_delay(settings))
        return cls(crawler, api=ApiAddress(settings["FT_API_URL"]), turns=turns)

    async def download_request(self, request: Request) -> Response:
        """Wait for this request's turn, then download it; other hosts have no quota."""
        try:
            return await self._download(request)
        except QuotaError as exc:
            end_run(self._crawler, reason=reason_of(exc), message=f"Erreur: {exc}")
            raise

    async def close(self) -> None:
        """Close the connections, and what is shared."""
        await super().close()
        await self._turns.close()

    async def _download(self, request: Request) -> Response:
        # Even for a token: a run that cannot keep the quota must not ask anything.
        await self._turns.open()
        kind = self._api.kind(request.url)
        if kind is None:
            return await super().download_request(request)
        turn = await self._turns.wait()
        self._stats.inc_value(stats.REQUESTS.format(kind=kind))
        with sent_in(turn):
            response = await super().download_request(request)
        self._stats.inc_value(stats.STATUSES.format(status=response.status))
        await self._turns.heed_limit(_header(response, LIMIT_HEADER))
        if response.status == TOO_MANY_REQUESTS:
            pause = await self._turns.heed_refusal(_header(response, "Retry-After"))
            self._stats.inc_value(stats.PAUSED, int(pause))
            logger.warning("Quota de l'API dépassé (429) : pause de %.0f s, comme demandé", pause)
        return response


def _least_delay(settings: BaseSettings) -> float:
    """Return what must lie between two requests: Scrapy keeps it only until the quota's queue."""
    jitter = settings.getfloat("DOWNLOAD_DELAY_JITTER")
    return settings.getfloat("DOWNLOAD_DELAY") * max(0.0, 1 - jitter)


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()
