"""The single source of tokens: one fresh token for any number of requests."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
)

from ftcrawler.api.access import remedy
from ftcrawler.exceptions import (
    AuthenticationError,
    ConnectionFailedError,
    TokenServiceDownError,
    TransientApiError,
)
from ftcrawler.waiting import until_stopped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ftcrawler.auth.token import Token


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a token service that is down: waits double from `first_wait` s."""

    attempts: int
    first_wait: float
    longest_wait: float = 30.0


class TokenSource:
    """Hand out a fresh token; fetch one only when none is, and one at a time."""

    def __init__(
        self,
        fetch: Callable[[], Awaitable[Token]],
        *,
        margin: float,
        patience: Patience,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._fetch = fetch
        self._margin = margin
        self._patience = patience
        self._stopped = stopped
        self._lock = asyncio.Lock()
        self._token: Token | None = None
        self._refusal: AuthenticationError | None = None

    async def get(self) -> Token:
        """Return a fresh token; raise AuthenticationError, the same one to all who wait.

        Once the run is being stopped: StoppedError.
        """
        return await until_stopped(self._stopped, self._fresh())

    async def _fresh(self) -> Token:
        async with self._lock:
            if self._refusal is not None:
                raise self._refusal
            if self._token is None or not self._token.is_fresh(
                time.monotonic(), margin=self._margin
            ):
                self._token = await self._fetch_patiently()
            return self._token

    def refuse(self, header: str) -> None:
        """Forget the token if it is the one the API refused, not a newer one."""
        if self._token is not None and self._token.header == header:
            self._token = None

    async def _fetch_patiently(self) -> Token:
        patience = self._patience
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(TransientApiError),
            stop=stop_after_attempt(patience.attempts),
            wait=self._wait,
            reraise=True,
        )
        try:
            return await retrying(self._fetch)
        except ConnectionFailedError as exc:
            self._refusal = TokenServiceDownError(
                f"le service de tokens est injoignable après {patience.attempts} essais ({exc}). "
                f"{remedy(exc, 'URL_POLE_EMPLOI')}."
            )
        except TransientApiError as exc:
            self._refusal = AuthenticationError(
                f"le service de tokens ne répond pas après {patience.attempts} essais ({exc}). "
                "Vérifiez le réseau et URL_POLE_EMPLOI, ou réessayez plus tard."
            )
        except AuthenticationError as exc:
            self._refusal = exc
        raise self._refusal

    def _wait(self, state: RetryCallState) -> float:
        """Return the seconds until the next try: as many as the service asks for, at least."""
        patience = self._patience
        doubling = wait_exponential(multiplier=patience.first_wait, max=patience.longest_wait)
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, TransientApiError) else 0.0
        return max(doubling(state), asked)
