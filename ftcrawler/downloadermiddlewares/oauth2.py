"""Sign each request for the API with an OAuth2 client-credentials token (docs/api.md 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ftcrawler import stats
from ftcrawler.api.addresses import ApiAddress, token_url
from ftcrawler.auth.credentials import Credentials
from ftcrawler.auth.token_source import Patience, TokenSource
from ftcrawler.downloadermiddlewares.token_requests import TokenService
from ftcrawler.early_end import end_run, stopping
from ftcrawler.endings import reason_of
from ftcrawler.exceptions import AuthenticationError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

UNAUTHORIZED = 401
RENEWED = "ft_token_renewed"  # meta key: this request has had its one renewal


class OAuth2Middleware:
    """Sign on the way out, unsign on the way back, renew a token that the API refuses.

    Settings: `FT_API_URL`, `FT_CLIENT_ID`, `FT_CLIENT_SECRET`, `FT_SCOPE`, `FT_TOKEN_HOST`,
    `FT_TOKEN_MARGIN`, `FT_RETRY_WAIT`, `RETRY_TIMES`, `CONCURRENT_REQUESTS`, `DOWNLOAD_DELAY`.
    Stats: `ftcrawler/auth/*`. Close reasons: `auth_failed`, `api_unreachable`.
    """

    def __init__(self, crawler: Crawler, api: ApiAddress, tokens: TokenSource) -> None:
        self._crawler = crawler
        self._api = api
        self._tokens = tokens

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware, or end the run with the name of the missing variable."""
        settings = crawler.settings
        credentials = Credentials.checked(
            client_id=settings.get("FT_CLIENT_ID") or "",
            client_secret=settings.get("FT_CLIENT_SECRET") or "",
            scope=settings["FT_SCOPE"],
        )
        service = TokenService(crawler, token_url(settings["FT_TOKEN_HOST"]), credentials)
        patience = Patience(
            attempts=settings.getint("RETRY_TIMES") + 1,
            first_wait=settings.getfloat("FT_RETRY_WAIT"),
        )
        # A request is signed before it waits behind the others for its delay.
        queue = settings.getint("CONCURRENT_REQUESTS") * settings.getfloat("DOWNLOAD_DELAY")
        margin = settings.getfloat("FT_TOKEN_MARGIN") + queue
        tokens = TokenSource(
            service.fetch, margin=margin, patience=patience, stopped=stopping(crawler)
        )
        return cls(crawler, ApiAddress(settings["FT_API_URL"]), tokens)

    async def process_request(self, request: Request) -> None:
        """Sign a request for the API; whatever goes elsewhere never sees a token."""
        if self._api.kind(request.url) is None:
            return
        request.meta["download_slot"] = "api"
        try:
            token = await self._tokens.get()
        except AuthenticationError as exc:
            message = f"Erreur: Impossible d'obtenir un token d'accès : {exc}"
            end_run(self._crawler, reason=reason_of(exc), message=message)
            raise
        request.headers["Authorization"] = token.header

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Unsign the request; send it once more if its token was refused."""
        sent = _unsign(request)
        if sent is None or response.status != UNAUTHORIZED:
            return response
        self._crawler.stats.inc_value(stats.TOKENS_REFUSED)
        self._tokens.refuse(sent)
        if request.meta.get(RENEWED):
            return response
        return request.replace(dont_filter=True, meta={**request.meta, RENEWED: True})

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002
        """Unsign a request that may be put back in the queue."""
        _unsign(request)


def _unsign(request: Request) -> str | None:
    """Take the header off, so that no cache, queue or log further up can keep it."""
    header = request.headers.get("Authorization")
    request.headers.pop("Authorization", None)
    return header.decode() if header else None
