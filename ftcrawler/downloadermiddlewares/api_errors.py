"""Judge each answer of the API: read it, ask again after a wait, or say what is wrong."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Self

from ftcrawler import stats
from ftcrawler.api.access import (
    holds_all_wrong,
    is_refusal,
    judge_status,
    refuses_all,
    remedy,
)
from ftcrawler.api.addresses import ApiAddress
from ftcrawler.api.streak import Streak
from ftcrawler.downloadermiddlewares.compression import check_inflated
from ftcrawler.downloadermiddlewares.connection_failures import (
    connection_failed,
    connection_failures,
)
from ftcrawler.early_end import end_run, stopping
from ftcrawler.endings import reason_of
from ftcrawler.exceptions import (
    AccessRefusedError,
    AnswerStatusError,
    ApiError,
    RequestRefusedError,
    StoppedError,
    TransientApiError,
)
from ftcrawler.page_response import DOUBTED, PageResponse
from ftcrawler.waiting import until_stopped

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

TOO_MANY_REQUESTS = 429
TRIES_REFUSED = 2  # they tell a hitch from a refusal
LONGEST_WAIT = 30.0
NOT_THERE = (404, 410)
TRIES = "ft_tries"  # meta key: how often this request has failed


class ApiErrorsMiddleware:
    """Settings: `FT_API_URL`, `RETRY_TIMES`, `FT_RETRY_WAIT`, `RETRY_EXCEPTIONS`.

    Stats: `ftcrawler/requests/retried_count`, `ftcrawler/requests/given_up_count`. What cannot be
    mended reaches the errback as an ApiError. Close reasons: `api_refused`, `api_unreachable`.
    """

    def __init__(  # noqa: PLR0913 (how patient it is, and how it learns that nobody waits)
        self,
        crawler: Crawler,
        api: ApiAddress,
        failures: tuple[type[Exception], ...],
        *,
        times: int,
        first_wait: float,
        stopped: Callable[[], bool],
    ) -> None:
        self._crawler = crawler
        self._stats = crawler.stats
        self._api = api
        self._failures = failures
        self._times = times
        self._first_wait = first_wait
        self._stopped = stopped
        self._streak = Streak()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read how often and how patiently to ask again."""
        settings = crawler.settings
        return cls(
            crawler,
            ApiAddress(settings["FT_API_URL"]),
            connection_failures(settings),
            times=settings.getint("RETRY_TIMES"),
            first_wait=settings.getfloat("FT_RETRY_WAIT"),
            stopped=stopping(crawler),
        )

    async def process_request(self, request: Request) -> None:
        """Have a question wait whose answer is doubted: what ails the API may pass."""
        doubted = request.meta.get(DOUBTED)
        if doubted and TRIES not in request.meta:
            await until_stopped(self._stopped, asyncio.sleep(self._wait(doubted - 1)))

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the answer with its page, or the request once more."""
        kind = self._api.kind(request.url)
        if kind is None:
            return response
        try:
            check_inflated(response)
            judge_status(response.status, response.body)
            if kind == "referentiel":
                return response
            # What is no JSON, and no more so when asked again, is read for what it is worth.
            lenient = request.meta.get(TRIES, 0) >= min(1, self._times)
            offer = self._api.offer_of(request.url) if kind == "detail" else None
            answer = PageResponse.read(response, offer=offer, lenient=lenient)
            self._streak.good()
            defects = "; ".join(answer.page.defects)
            if defects and (again := await self._again(request, defects)):
                return again
        except RequestRefusedError as exc:
            if kind != "detail":  # there it speaks of one id, however many are odd
                self._streak.wrong(begins=self._begins(request, exc))
            if self._streak.holds_all_wrong:
                self._end(exc, holds_all_wrong(exc))
            raise
        except (TransientApiError, AccessRefusedError) as exc:
            return await self._again_or_raise(request, exc)
        return answer

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again after a failure of the connection; other exceptions are not ours."""
        if self._api.kind(request.url) is None or not isinstance(exception, self._failures):
            return None
        return await self._again_or_raise(request, connection_failed(request, exception))

    async def _again_or_raise(self, request: Request, error: ApiError) -> Request:
        tries, times = request.meta.get(TRIES, 0), self._times
        wait = self._wait(tries)
        if is_refusal(error):
            times = min(times, TRIES_REFUSED)
            if not self._streak.refused(request.url, begins=self._begins(request, error)):
                wait = self._wait(TRIES_REFUSED)
        elif not (isinstance(error, AnswerStatusError) and error.status == TOO_MANY_REQUESTS):
            self._streak.failed(request.url)
        if again := await self._again(request, str(error), times=times, wait=wait):
            return again
        self._stats.inc_value(stats.GIVEN_UP)
        self._end_if_nothing_comes(request, error)
        raise error

    async def _again(
        self,
        request: Request,
        reason: str,
        *,
        times: int | None = None,
        wait: float | None = None,
    ) -> Request | None:
        """Return the request to send once more, after its wait; None when it has had its tries."""
        tries = request.meta.get(TRIES, 0)
        times = self._times if times is None else times
        if tries >= times:
            return None
        if self._stopped():
            raise StoppedError
        # A pause that the API asks for is kept besides, by the quota and for all requests.
        wait = self._wait(tries) if wait is None else wait
        logger.warning("%s : %s ; nouvel essai %d/%d", request.url, reason, tries + 1, times)
        self._stats.inc_value(stats.RETRIED)
        await until_stopped(self._stopped, asyncio.sleep(wait))
        return request.replace(
            dont_filter=True,
            # Before what was never asked: others may hang on it, and it tells how the API is.
            priority=request.priority + 1,
            meta={**request.meta, TRIES: tries + 1},
        )

    def _wait(self, tries: int) -> float:
        return min(self._first_wait * (1 << tries), LONGEST_WAIT)

    def _end_if_nothing_comes(self, request: Request, error: ApiError) -> None:
        """End the run if what befell this request befalls all."""
        if is_refusal(error):
            ends, told = self._streak.refuses_all, refuses_all(error)
        else:
            # Nothing can be read without the list that was asked for.
            ends = self._streak.fails_all or self._api.kind(request.url) == "referentiel"
            told = f"l'API ne répond plus, {self._streak.failures} échec(s) de suite ({error})"
        if ends:
            self._end(error, told)

    def _end(self, error: ApiError, told: str) -> None:
        message = f"Erreur: {told}. {remedy(error)}."
        end_run(self._crawler, reason=reason_of(error), message=message)

    def _begins(self, request: Request, error: ApiError) -> bool:
        """Tell whether what was asked is as sure to be there as the first offers of a search."""
        match self._api.kind(request.url):
            case "search":
                return "range=0-" in request.url
            case "detail":  # one that is not there need not be the address of all
                return not (isinstance(error, AccessRefusedError) and error.status in NOT_THERE)
            case _:
                return True
