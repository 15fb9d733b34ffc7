"""`scrapy check-api`: from the variables to one search, each step only if the last one held."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ftcrawler.api.addresses import ApiAddress, token_url
from ftcrawler.auth.credentials import Credentials
from ftcrawler.checks import search_answer, token_answer
from ftcrawler.checks.exchange import ask
from ftcrawler.checks.findings import failed, has_failed, skipped
from ftcrawler.checks.search_answer import CLOCK, QUOTA, SEARCH
from ftcrawler.checks.token_answer import CREDENTIALS, SCOPE, SERVICE
from ftcrawler.checks.variables import check_address, check_value
from ftcrawler.exceptions import ConnectionFailedError, QuotaError
from ftcrawler.quota.pause import pause_after

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

    from ftcrawler.auth.token import Token
    from ftcrawler.checks.exchange import Answer
    from ftcrawler.checks.findings import Finding
    from ftcrawler.quota.pause import Pause


class Departure(Protocol):
    """The right to send one request."""

    def used(self) -> None:
        """Note that it has left."""


class Gate(Protocol):
    """The quota that is shared with the crawls of the machine; any method may raise QuotaError."""

    async def open(self) -> None:
        """Make sure that the quota can be kept."""

    def wait(self) -> Awaitable[Departure]:
        """Return when a request may leave."""

    async def heed_pause(self, pause: Pause, /) -> None:
        """Have everyone wait, as an answer asks."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What was configured, as it was written; `timeout` is in seconds."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    scope: str
    token_host: str
    api_url: str
    timeout: float


async def check_api(mine: Installation, gate: Gate) -> AsyncIterator[Finding]:
    """Yield what is found, in order."""
    account = [
        check_value("POLE_EMPLOI_CLIENT_ID", mine.client_id),
        check_value("POLE_EMPLOI_CLIENT_SECRET", mine.client_secret),
        check_value("POLE_EMPLOI_SCOPE", mine.scope, spaced=True),
        check_address("URL_POLE_EMPLOI", mine.token_host),
    ]
    address = check_address("URL_API_FRANCE_TRAVAIL", mine.api_url)
    for finding in (*account, address):
        yield finding
    if has_failed(account):
        for subject in (SERVICE, CREDENTIALS, SCOPE, SEARCH, QUOTA, CLOCK):
            yield skipped(subject, "variables")
        return
    findings, token, answer = await _ask_token(mine)
    for finding in findings:
        yield finding
    found: Answer | None = None
    if token is None or has_failed([address]):
        yield skipped(SEARCH, "token" if token is None else "URL_API_FRANCE_TRAVAIL")
    else:
        finding, found = await _search(mine, token, gate)
        yield finding
    yield search_answer.check_quota_headers(found)
    dated = found or answer
    yield search_answer.check_clock(dated.skew if dated else None)


async def _ask_token(mine: Installation) -> tuple[list[Finding], Token | None, Answer | None]:
    credentials = Credentials.checked(
        client_id=mine.client_id, client_secret=mine.client_secret, scope=mine.scope
    )
    try:
        answer = await ask(
            token_url(mine.token_host),
            headers={},
            form=credentials.form(),
            timeout=mine.timeout,
        )
    except ConnectionFailedError as exc:
        return token_answer.unreached(mine.token_host, str(exc)), None, None
    return *token_answer.read_token_answer(answer, mine.token_host, credentials.scope), answer


async def _search(mine: Installation, token: Token, gate: Gate) -> tuple[Finding, Answer | None]:
    try:
        async with asyncio.timeout(mine.timeout):
            await gate.open()
            departure = await gate.wait()
        try:
            answer = await ask(
                ApiAddress(mine.api_url).search({"range": "0-0"}),
                headers={"Authorization": token.header},
                timeout=mine.timeout,
            )
        finally:
            departure.used()  # a little late, so that it counts for longer: never for less
        headers = answer.headers
        asked, date = headers.get("Retry-After", ""), headers.get("Date", "")
        if pause := pause_after(answer.status, asked, date):
            await gate.heed_pause(pause)
    except ConnectionFailedError as exc:
        return search_answer.unreached(mine.api_url, str(exc)), None
    except TimeoutError:
        told = "quota pris par d'autres collectes, ou en pause après un 429"
        return failed(SEARCH, told, "Réessayez dans une minute"), None
    except QuotaError as exc:
        told, _, remedy = str(exc).rstrip(".").partition(". ")
        return failed(SEARCH, told, remedy or "Corrigez FT_QUOTA_URL"), None
    return search_answer.read_search_answer(answer, mine.api_url), answer
