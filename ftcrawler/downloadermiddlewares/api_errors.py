"""Judge each answer of the API: read it, ask again after a wait, or say what is wrong."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Self

from ftcrawler import stats
from ftcrawler.api.addresses import ApiAddress
from ftcrawler.api.page import PAGE_STATUSES, read_page
from ftcrawler.api.refusals import refusal_message
from ftcrawler.downloadermiddlewares.transport import connection_failed, connection_failures
from ftcrawler.ending import stopping
from ftcrawler.exceptions import (
    AnswerStatusError,
    RequestRefusedError,
    TransientApiError,
)
from ftcrawler.http import PageResponse
from ftcrawler.waiting import until_stopped

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)

TOO_MANY_REQUESTS = 429
WORTH_ASKING_AGAIN = frozenset({401, 408, TOO_MANY_REQUESTS})
SERVER_ERROR = 500
LONGEST_WAIT = 30.0
TRIES = "ft_tries"  # meta key: how often this request has failed


class ApiErrorsMiddleware:
    """Settings: `FT_API_URL`, `RETRY_TIMES`, `FT_RETRY_WAIT`, `RETRY_EXCEPTIONS`.

    Stats: `ftcrawler/requests/retried_count`, `ftcrawler/requests/given_up_count`. What cannot be
    mended reaches the errback as an ApiError.
    """

    def __init__(  # noqa: PLR0913 (how patient it is, and how it learns that nobody waits)
        self,
        collector: StatsCollector,
        api: ApiAddress,
        failures: tuple[type[Exception], ...],
        *,
        times: int,
        first_wait: float,
        stopped: Callable[[], bool],
    ) -> None:
        self._stats = collector
        self._api = api
        self._failures = failures
        self._times = times
        self._first_wait = first_wait
        self._stopped = stopped

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read how often and how patiently to ask again."""
        settings = crawler.settings
        return cls(
            crawler.stats,
            ApiAddress(settings["FT_API_URL"]),
            connection_failures(settings),
            times=settings.getint("RETRY_TIMES"),
            first_wait=settings.getfloat("FT_RETRY_WAIT"),
            stopped=stopping(crawler),
        )

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the answer with its page, or the request once more."""
        kind = self._api.kind(request.url)
        if kind is None:
            return response
        try:
            _judge_status(response)
            if kind != "search":
                return response
            page = read_page(response.status, _content_range(response), response.body)
            if page.defects and (again := await self._again(request, "; ".join(page.defects))):
                return again
            return PageResponse.of(response, page)
        except TransientApiError as exc:
            return await self._again_or_raise(request, exc)

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again after a failure of the connection; other exceptions are not ours."""
        if self._api.kind(request.url) is None or not isinstance(exception, self._failures):
            return None
        return await self._again_or_raise(request, connection_failed(exception))

    async def _again_or_raise(self, request: Request, error: TransientApiError) -> Request:
        if again := await self._again(request, str(error)):
            return again
        self._stats.inc_value(stats.GIVEN_UP)
        raise error

    async def _again(self, request: Request, reason: str) -> Request | None:
        """Return the request to send once more, after its wait; None when it has had its tries."""
        tries = request.meta.get(TRIES, 0)
        if tries >= self._times:
            return None
        # A pause that the API asks for is kept besides, by the quota and for all requests.
        wait = min(self._first_wait * 2**tries, LONGEST_WAIT)
        logger.warning("%s : %s ; nouvel essai %d/%d", request.url, reason, tries + 1, self._times)
        self._stats.inc_value(stats.RETRIED)
        await until_stopped(self._stopped, asyncio.sleep(wait))
        return request.replace(dont_filter=True, meta={**request.meta, TRIES: tries + 1})


def _judge_status(response: Response) -> None:
    """Raise what a status without a page means."""
    status = response.status
    if status in PAGE_STATUSES:
        return
    if status in WORTH_ASKING_AGAIN or status >= SERVER_ERROR:
        raise AnswerStatusError(status)
    raise RequestRefusedError(f"HTTP {status} : {refusal_message(response.body)}")


def _content_range(response: Response) -> str | None:
    header = response.headers.get("Content-Range")
    return header.decode("latin-1") if header else None
