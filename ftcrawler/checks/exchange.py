"""One request and its answer, or why there is none. No retry, no redirect, no cookie."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from ftcrawler.exceptions import ConnectionFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

AGENT: Final = "ftcrawler"
# Bytes, as DOWNLOAD_MAXSIZE for crawls.
LARGEST: Final = 32_000_000
PIECE: Final = 65_536
REDIRECTS: Final = range(300, 400)
# The first that fits wins.
IN_FRENCH: Final[dict[type[Exception], str]] = {
    aiohttp.ClientProxyConnectionError: "proxy injoignable",
    aiohttp.ClientConnectorDNSError: "nom d'hôte introuvable",
    aiohttp.ClientSSLError: "certificat TLS refusé",
    aiohttp.ClientConnectorError: "connexion impossible",
    TimeoutError: "pas de réponse dans le délai",
    aiohttp.InvalidURL: "adresse mal formée",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; `skew` is how far our clock is ahead of its own, in seconds.

    Its words are quoted by one_line only: it may send back what went with the question.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    skew: float | None


async def ask(  # noqa: PLR0913 (what a request is made of)
    url: str,
    *,
    headers: Mapping[str, str],
    form: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float,  # noqa: ASYNC109 (aiohttp's own, for the whole exchange)
    sent: Callable[[], None] | None = None,
) -> Answer:
    """Return the answer to a GET, or to a POST of *form* or *body*; raise ConnectionFailedError.

    *sent* is called when the request has left.
    """

    async def leave(*_: object) -> None:
        if sent:
            sent()

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(leave)
    limits = aiohttp.ClientTimeout(total=timeout)
    sent_along = body if form is None else form
    method = "GET" if sent_along is None else "POST"
    try:
        async with (
            aiohttp.ClientSession(
                timeout=limits, trace_configs=[trace], cookie_jar=aiohttp.DummyCookieJar()
            ) as session,
            session.request(
                method,
                URL(url, encoded=True),
                headers={"Accept": "application/json", "User-Agent": AGENT, **headers},
                data=sent_along,
                allow_redirects=False,
                proxy=_proxy(url),
            ) as response,
        ):
            at = time.time()
            received = await _received(response)
    except (aiohttp.ClientError, OSError, ValueError) as exc:
        raise ConnectionFailedError(_in_french(exc)) from None
    skew = _skew(response.headers.get("Date", ""), at)
    return Answer(response.status, response.headers, received, skew)


async def _received(response: aiohttp.ClientResponse) -> bytes:
    """Return the body, inflated; raise ConnectionFailedError if it is no answer to one search."""
    body = bytearray()
    async for piece in response.content.iter_chunked(PIECE):
        body += piece
        if len(body) > LARGEST:
            raise ConnectionFailedError("réponse refusée : plus de 32 Mo")
    return bytes(body)


def _proxy(url: str) -> str | None:
    """Return the proxy that crawls use too: that of the environment, without ~/.netrc."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)


def _skew(date: str, at: float) -> float | None:
    with suppress(ValueError, TypeError):
        return at - parsedate_to_datetime(date).timestamp()
    return None


def _in_french(error: Exception) -> str:
    """Name the failure of a connection.

    >>> _in_french(TimeoutError()), _in_french(ConnectionResetError())
    ('pas de réponse dans le délai', 'connexion coupée (ConnectionResetError)')
    """
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"le proxy refuse (HTTP {error.status})"
    refused = isinstance(getattr(error, "os_error", None), ConnectionRefusedError)
    if refused and not isinstance(error, aiohttp.ClientProxyConnectionError):
        return "connexion refusée"
    told = next((text for kind, text in IN_FRENCH.items() if isinstance(error, kind)), None)
    return told or f"connexion coupée ({type(error).__name__})"
