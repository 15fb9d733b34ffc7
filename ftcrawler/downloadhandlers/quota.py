"""Let a request for the API leave when the quota allows, and heed what comes back.

A download handler and not a middleware: it runs last, so the moment that the quota grants is the
moment at which the request leaves. DOWNLOAD_DELAY is kept here too: in Scrapy's own queue, what
waits for it cannot be called off.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from ftcrawler import endings, stats
from ftcrawler.api.addresses import ApiAddress
from ftcrawler.downloadhandlers.departures import sent_in, watch_departures
from ftcrawler.early_end import end_run, stopping
from ftcrawler.exceptions import QuotaError
from ftcrawler.quota.request_queue import RequestQueue
from ftcrawler.quota.retry_after import TOO_MANY_REQUESTS, Pause, pause_after
from ftcrawler.quota.where_shared import chosen_quota
from ftcrawler.quoting import one_line
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.waiting import until_stopped

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


logger = logging.getLogger(__name__)

# Seconds that a run which is being stopped still waits for answers: most take less than one.
LAST_ANSWERS = 2.0
TEN_YEARS = 10 * 365 * 86_400.0
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
        await self._turns.heed_limit(_header(response, LIMIT_HEADER))
        bucket = (_header(response, name) for name in BUCKET_HEADERS)
        await self._turns.heed_remaining(turn.verdict, *bucket)
        asked, date = _header(response, "Retry-After"), _header(response, "Date")
        if pause := pause_after(response.status, asked, date):
            await self._pause(pause, response.status, asked)
        return response

    async def _pause(self, pause: Pause, status: int, retry_after: str) -> None:
        """Have everyone wait; end this run where that would be too long."""
        await self._turns.heed_pause(pause)
        self._stats.inc_value(stats.PAUSED, int(pause.seconds))
        if pause.too_long:
            quoted = one_line(retry_after, most=40)
            message = _too_long(pause, f"HTTP {status}, Retry-After : {quoted}")
            end_run(self._crawler, reason=endings.API_UNREACHABLE.reason, message=message)
            return
        why = "faute de durée lisible" if pause.asked is None else "comme demandé"
        if status == TOO_MANY_REQUESTS:
            logger.warning(
                "Quota de l'API dépassé (429) : pause de %.0f s, %s", pause.seconds, why
            )
        else:
            logger.warning(
                "API indisponible (%d) : pause de %.0f s, %s", status, pause.seconds, why
            )


def _too_long(pause: Pause, said: str) -> str:
    """Return what is said of a pause that nobody waits for: what was asked, when to come back."""
    until = "dans plus de dix ans"
    if pause.asked is not None and pause.asked < TEN_YEARS:
        until = f"à partir du {paris_now() + timedelta(seconds=pause.asked):%d/%m/%Y à %H:%M}"
    return (
        "Erreur: l'API demande une pause plus longue que l'heure qu'une collecte attend au plus "
        f"({said}). Ce qui a été lu est gardé ; relancez la même commande {until}."
    )


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()
