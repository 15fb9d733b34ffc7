"""Ask the token service for a token, through Scrapy's own downloader."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from scrapy import FormRequest
from scrapy.http.request import NO_CALLBACK

from ftcrawler import stats
from ftcrawler.api.refusals import token_refusal
from ftcrawler.auth.token import Token
from ftcrawler.downloadermiddlewares.transport import connection_failed, connection_failures
from ftcrawler.exceptions import AnswerStatusError, AuthenticationError, TransientApiError
from ftcrawler.quota.pauses import LONGEST_PAUSE, seconds_asked
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from ftcrawler.auth.credentials import Credentials

logger = logging.getLogger(__name__)

OK = 200
SERVER_ERROR = 500
BUSY = frozenset({408, 429})
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
        try:
            response = await self._crawler.engine.download_async(self._request())
        except self._failures as exc:
            raise connection_failed(exc) from exc
        if response.status >= SERVER_ERROR or response.status in BUSY:
            raise _busy(response)
        if response.status != OK:
            raise AuthenticationError(
                f"{token_refusal(response.body)} (HTTP {response.status}). Vérifiez "
                "POLE_EMPLOI_CLIENT_ID, POLE_EMPLOI_CLIENT_SECRET et POLE_EMPLOI_SCOPE, et que "
                "l'application est abonnée à l'API « Offres d'emploi v2 » sur francetravail.io."
            )
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
