"""Ask the token service for a token, through Scrapy's own downloader."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from scrapy import FormRequest
from scrapy.http.request import NO_CALLBACK

from ftcrawler import stats
from ftcrawler.api.access import PROXY_REFUSES, is_passing, refuses_all, remedy, told
from ftcrawler.api.page import is_markup
from ftcrawler.api.refusal_messages import TOKEN_REFUSALS, token_refusal
from ftcrawler.auth.token import Token
from ftcrawler.downloadermiddlewares.compression import check_inflated
from ftcrawler.downloadermiddlewares.connection_failures import (
    connection_failed,
    connection_failures,
)
from ftcrawler.exceptions import (
    AccessRefusedError,
    AnswerStatusError,
    ApiError,
    AuthenticationError,
    HtmlPageError,
    TokenServiceDownError,
    TransientApiError,
)
from ftcrawler.quota.pause import LONGEST_PAUSE, seconds_asked
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from ftcrawler.auth.credentials import Credentials

logger = logging.getLogger(__name__)

OK = 200
RETRY = ("Retry-After", "Date")


class TokenService:
    """Where tokens come from. Stats: `ftcrawler/auth/token_count`."""

    def __init__(self, crawler: Crawler, url: str, credentials: Credentials) -> None:
        self._crawler = crawler
        self._url = url
        self._credentials = credentials
        self._failures = connection_failures(crawler.settings)

    async def fetch(self) -> Token:
        """Return a new token.

        Raises AuthenticationError if the service refuses, TransientApiError if it is down.
        """
        requested_at = time.monotonic()
        request = self._request()
        try:
            response = await self._crawler.engine.download_async(request)
        except self._failures as exc:
            error = connection_failed(request, exc)
            if isinstance(error, AccessRefusedError):
                raise _no_service(error) from exc
            raise error from exc
        check_inflated(response)
        if is_passing(response.status):
            raise _busy(response)
        _judge(response.status, response.body)
        token = Token.from_body(response.body, requested_at=requested_at)
        self._crawler.stats.inc_value(stats.TOKENS)
        logger.info("Nouveau token d'accès, valable %.0f s", token.lifetime)
        return token

    def _request(self) -> FormRequest:
        return FormRequest(
            self._url,
            formdata=self._credentials.form(),
            headers={"Accept": "application/json"},
            callback=NO_CALLBACK,
            # The answer is a secret: no cache may keep it. It has its own slot, so that it waits
            # for no delay meant for the API.
            meta={"dont_cache": True, "allow_offsite": True, "download_slot": "token"},
            dont_filter=True,
        )


def _judge(status: int, body: bytes) -> None:
    """Raise what an answer without a token means: the account's fault, or another's.

    >>> _judge(404, b"<html>")
    Traceback (most recent call last):
    ftcrawler.exceptions.AuthenticationError: autre chose que le service de tokens répond \
(HTTP 404 : page HTML). Vérifiez URL_POLE_EMPLOI.
    """
    if status == OK:
        if is_markup(body):
            raise _no_service(HtmlPageError("HTTP 200 : page HTML"))
        return
    refusal = token_refusal(body)
    if refusal.partition(":")[0] not in TOKEN_REFUSALS:
        raise _no_service(AccessRefusedError(status, told(status, body)))
    raise AuthenticationError(
        f"{one_line(refusal)} (HTTP {status}). Vérifiez "
        "POLE_EMPLOI_CLIENT_ID, POLE_EMPLOI_CLIENT_SECRET et POLE_EMPLOI_SCOPE, et que "
        "l'application est abonnée à l'API « Offres d'emploi v2 » sur francetravail.io."
    )


def _no_service(error: ApiError) -> AuthenticationError:
    """Say that something else answers than the token service, and what to do."""
    mended_by = remedy(error, "URL_POLE_EMPLOI")
    if isinstance(error, AccessRefusedError) and error.status == PROXY_REFUSES:
        return TokenServiceDownError(f"{refuses_all(error)}. {mended_by}.")
    return AuthenticationError(
        f"autre chose que le service de tokens répond ({error}). {mended_by}."
    )


def _busy(response: Response) -> TransientApiError | AuthenticationError:
    """Return what an answer that asks to come back later is: how long it is waited for, if so."""
    headers = response.headers
    asked = seconds_asked(*((headers.get(name) or b"").decode("latin-1") for name in RETRY))
    if asked is not None and asked > LONGEST_PAUSE:
        said = one_line((headers["Retry-After"] or b"").decode("latin-1"), most=40)
        return AuthenticationError(
            f"le service de tokens demande une pause de plus d'une heure (HTTP {response.status}, "
            f"Retry-After : {said}). Relancez la même commande plus tard."
        )
    return AnswerStatusError(response.status, wait=asked or 0.0)
