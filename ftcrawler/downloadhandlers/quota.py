"""Let a request for the API leave when the quota allows, and heed what comes back.

A download handler and not a middleware: it runs last, so the moment that the quota grants is the
moment at which the request leaves. DOWNLOAD_DELAY is kept here too: in Scrapy's own queue, what
waits for it cannot be called off.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from ftcrawler import endings, stats
from ftcrawler.api.addresses import ApiAddress
from ftcrawler.downloadhandlers.departures import sent_in, watch_departures
from ftcrawler.downloadhandlers.retry_after import header_of, obey_retry_after
from ftcrawler.early_end import end_run, stopping
from ftcrawler.exceptions import QuotaError
from ftcrawler.quota.request_queue import RequestQueue
from ftcrawler.quota.where_shared import chosen_quota
from ftcrawler.waiting import until_stopped

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


logger = logging.getLogger(__name__)

# Seconds that a run which is being stopped still waits for answers: most take less than one.
LAST_ANSWERS = 2.0
LIMIT_HEADER = "X-Ratelimit-Replenish-Rate-Clientidlimiter"
BUCKET_HEADERS = (
    "X-Ratelimit-Burst-Capacity-Clientidlimiter",
    "X-Ratelimit-Remaining-Clientidlimiter",
)


class QuotaDownloadHandler(HTTP11DownloadHandler):
    """Settings: `FT_API_URL`, `FT_CLIENT_ID`, `DOWNLOAD_DELAY`, and those of `chosen_quota`.

    Stats: `ftcrawler/requests/*`, `ftcrawler/quota/*`. Close reasons: `bad_configuration`;
    `api_unreachable` if the API asks to be left alone for longer than anybody waits.
    """

    def __init__(self, crawler: Crawler, *, api: ApiAddress, turns: RequestQueue) -> None:
        super().__init__(crawler)
        self._crawler = crawler
        self._stats = crawler.stats
        self._api = api
        self._turns = turns
        # Twisted would ask again by itself on a connection cut, unseen by the quota.
        self._pool.retryAutomatically = False
        watch_departures(self._pool)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read where the API is, what it allows and where that is shared.

        Nothing is opened yet: Scrapy would only log what a handler raises here.
        """
        settings = crawler.settings
        turns = RequestQueue(
            chosen_quota(settings),
            apart=settings.getfloat("DOWNLOAD_DELAY"),
            stopped=stopping(crawler),
        )
        return cls(crawler, api=ApiAddress(settings["FT_API_URL"]), turns=turns)

    async def download_request(self, request: Request) -> Response:
        """Wait for this request's turn, then download it; other hosts have no quota."""
        try:
            return await self._download(request)
        except QuotaError as exc:
            end_run(self._crawler, reason=endings.reason_of(exc), message=f"Erreur: {exc}")
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
            answer = super().download_request(request)
            response = await until_stopped(stopping(self._crawler), answer, grace=LAST_ANSWERS)
        self._stats.inc_value(stats.STATUSES.format(status=response.status))
        await self._turns.heed_limit(header_of(response, LIMIT_HEADER))
        bucket = (header_of(response, name) for name in BUCKET_HEADERS)
        await self._turns.heed_remaining(turn.verdict, *bucket)
        await obey_retry_after(response, self._turns, self._crawler)
        return response
