"""One request and its answer, or why there is none. No retry, no redirect, no cookie."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from threading import Thread
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import PoolManager, ProxyManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util import make_headers, parse_url

from ftcrawler.exceptions import ConnectionFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from urllib3 import BaseHTTPResponse

AGENT: Final = "ftcrawler"
FORM: Final = "application/x-www-form-urlencoded"
# Bytes, as DOWNLOAD_MAXSIZE for crawls.
LARGEST: Final = 32_000_000
PIECE: Final = 65_536
REDIRECTS: Final = range(300, 400)
# The first that fits wins.
IN_FRENCH: Final[dict[type[Exception], str]] = {
    ProxyError: "proxy injoignable",
    NameResolutionError: "nom d'hôte introuvable",
    SSLError: "certificat TLS refusé",
    NewConnectionError: "connexion impossible",
    ConnectTimeoutError: "pas de réponse dans le délai",
    ReadTimeoutError: "pas de réponse dans le délai",
    TimeoutError: "pas de réponse dans le délai",
    LocationValueError: "adresse mal formée",
}
# What a proxy that opens no tunnel has answered, as urllib3 quotes it.
_TUNNEL: Final = re.compile(r"Tunnel connection failed: (\d{3})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; `skew` is how far our clock is ahead of its own, in seconds.

    Its words are quoted by one_line only: it may send back what went with the question.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    skew: float | None


async def ask(
    url: str,
    *,
    headers: Mapping[str, str],
    form: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float,  # noqa: ASYNC109 (of the whole exchange, wherever its thread is by then)
) -> Answer:
    """Return the answer to a GET, or to a POST of *form* or *body*; raise ConnectionFailedError.

    *timeout* is in seconds, for the whole exchange.
    """
    sent_along = {"Accept": "application/json", "User-Agent": AGENT, **headers}
    if form is not None:
        body = urlencode(form).encode()
        sent_along["Content-Type"] = FORM
    try:
        async with asyncio.timeout(timeout):
            return await _in_thread(lambda: _exchanged(url, sent_along, body, timeout))
    except (HTTPError, OSError, ValueError) as exc:
        raise ConnectionFailedError(_in_french(exc)) from None


def _exchanged(url: str, headers: Mapping[str, str], body: bytes | None, timeout: float) -> Answer:
    with _way_to(url) as way:
        response = way.urlopen(
            "GET" if body is None else "POST",
            url,
            body=body,
            headers={**make_headers(accept_encoding=True), **headers},
            redirect=False,
            retries=False,
            timeout=Timeout(total=timeout),
            preload_content=False,
        )
        at = time.time()
        try:
            received = _received(response)
        finally:
            response.close()
    skew = _skew(response.headers.get("Date", ""), at)
    return Answer(response.status, response.headers, received, skew)


def _received(response: BaseHTTPResponse) -> bytes:
    """Return the body, inflated; raise ConnectionFailedError if it is no answer to one search."""
    body = bytearray()
    while piece := response.read1(PIECE, decode_content=True):
        body += piece
        if len(body) > LARGEST:
            raise ConnectionFailedError("réponse refusée : plus de 32 Mo")
    return bytes(body)


def _way_to(url: str) -> PoolManager:
    """Return what connects to *url*: by the proxy that crawls use too, if there is one.

    That is the one of the environment, without ~/.netrc.
    """
    verified = ssl.create_default_context()
    parts = urlsplit(url)
    proxy = None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
    if not proxy:
        return PoolManager(ssl_context=verified)
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    account = parse_url(proxy).auth
    known = make_headers(proxy_basic_auth=unquote(account)) if account else None
    return ProxyManager(proxy, proxy_headers=known, ssl_context=verified)


async def _in_thread(work: Callable[[], Answer]) -> Answer:
    """Return what *work* does, in a thread that nobody waits for once this is cancelled.

    One of the executor's would have the process, at its end, wait for a server that drips.
    """
    done: Future[Answer] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as exc:  # noqa: BLE001 (raised where it is awaited)
            done.set_exception(exc)

    done.set_running_or_notify_cancel()
    Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(done)


def _skew(date: str, at: float) -> float | None:
    with suppress(ValueError, TypeError):
        return at - parsedate_to_datetime(date).timestamp()
    return None


def _in_french(error: Exception) -> str:
    """Name the failure of a connection.

    >>> _in_french(TimeoutError()), _in_french(ConnectionResetError())
    ('pas de réponse dans le délai', 'connexion coupée (ConnectionResetError)')
    """
    if refused := _TUNNEL.search(str(error)):
        return f"le proxy refuse (HTTP {refused[1]})"
    if isinstance(error.__cause__, ConnectionRefusedError) and not isinstance(error, ProxyError):
        return "connexion refusée"
    told = next((text for kind, text in IN_FRENCH.items() if isinstance(error, kind)), None)
    return told or f"connexion coupée ({type(error).__name__})"
