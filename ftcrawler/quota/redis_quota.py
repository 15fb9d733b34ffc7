"""The quota that several machines share: a few keys in a Redis, changed by a script of its own.

Nobody holds a lock there: Redis runs each script whole, on its own clock, so a machine that dies
leaves nothing behind. The rules are those of schedule.py, and so are the tests of both.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError

from ftcrawler.exceptions import QuotaError
from ftcrawler.quota.pause import LONGEST_PAUSE
from ftcrawler.quota.redis_script import SCRIPT
from ftcrawler.quota.schedule import AHEAD, CREDIT, HURRY, MEMORY, WIDE, Pace
from ftcrawler.quota.shared_quota import Verdict

if TYPE_CHECKING:
    from ftcrawler.secret import Secret

logger = logging.getLogger(__name__)

TIMEOUT = 3.0  # seconds to connect, and for each answer
RETRY_WAIT = 0.5
PATIENCE = 60.0
SECOND = 1_000_000  # Redis says the time in microseconds
CONSTANTS = [
    round(seconds * SECOND) for seconds in (WIDE.kept, CREDIT, MEMORY, AHEAD, LONGEST_PAUSE, HURRY)
]


class RedisQuota:
    """Times are those of the Redis, in seconds outside of this class and microseconds within."""

    def __init__(self, url: Secret, key: str, assumed: int) -> None:
        self._url = url
        # The braces keep both on one node of a cluster.
        self._keys = [f"ftcrawler:quota:{{{key}}}:{part}" for part in ("departures", "state")]
        self._assumed = assumed
        self._redis: Redis | None = None
        self._place = ""
        self._away = False

    async def open(self) -> None:
        """Ask once: a Redis that is down at the start is a mistake of the installation."""
        try:
            self._redis = Redis.from_url(
                self._url,
                socket_connect_timeout=TIMEOUT,
                socket_timeout=TIMEOUT,
                # Our own patience says what goes on; the library's would keep silent.
                retry=Retry(NoBackoff(), 0),
                # Of several, each would have to find out by itself that Redis had gone.
                single_connection_client=True,
            )
            place = self._redis.connection_pool.connection_kwargs
            self._place = place.get("path") or (
                f"{place.get('host', 'localhost')}:{place.get('port', 6379)}"
            )
            self._script = self._redis.register_script(SCRIPT)
            await self._call("look")
        except (ValueError, TypeError):
            # Their own messages may quote the password.
            raise QuotaError(
                "FT_QUOTA_URL : adresse de la forme redis://hôte:6379/0 attendue (rediss:// pour "
                "TLS ; utilisateur et mot de passe avant @)."
            ) from None
        except (RedisError, OSError) as exc:
            raise self._unusable(exc) from exc

    async def reserve(self, pace: Pace) -> Verdict:
        """Take the next moment."""
        return await self._patiently("reserve", pace=pace)

    async def depart(self, pace: Pace) -> Verdict:
        """Leave, if the last second has room."""
        return await self._patiently("depart", pace=pace)

    async def correct(self, moment: float, late: float) -> None:
        """Put a departure at its real moment."""
        await self._patiently("correct", round(moment * SECOND), round(late * SECOND))

    async def announce(self, limit: int) -> None:
        """Keep what the API announces."""
        await self._patiently("announce", limit)

    async def pause(self, seconds: float) -> None:
        """Close the quota for all machines."""
        await self._patiently("pause", round(seconds * SECOND))

    async def close(self) -> None:
        """Close the connections."""
        if self._redis is not None:
            await self._redis.aclose()

    async def _patiently(
        self, what: str, value: int = 0, late: int = 0, *, pace: Pace = WIDE
    ) -> Verdict:
        """Wait for a Redis that went away: without it, nobody knows what the others send."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                verdict = await self._call(what, value, late, pace=pace)
            except (RedisError, OSError) as exc:
                if time.monotonic() > deadline:
                    raise self._unusable(exc) from exc
                if not self._away:
                    logger.warning(
                        "Redis ne répond plus (%s) : les requêtes l'attendent, %.0f s au plus",
                        *(self._place, PATIENCE),
                    )
                self._away = True
            else:
                self._away = False
                return verdict
            await asyncio.sleep(RETRY_WAIT)

    async def _call(
        self, what: str, value: int = 0, late: int = 0, *, pace: Pace = WIDE
    ) -> Verdict:
        asked = time.monotonic()
        arguments: list[str | int] = [what, self._assumed, value, late]
        arguments += [round(seconds * SECOND) for seconds in pace]
        wait, limit, now, recent = await self._script(
            keys=self._keys, args=[*arguments, *CONSTANTS]
        )
        # Half of the way there, half of it back.
        granted = (asked + time.monotonic()) / 2
        return Verdict(int(wait) / SECOND, int(limit), int(now) / SECOND, granted, int(recent))

    def _unusable(self, exc: Exception) -> QuotaError:
        if isinstance(exc, AuthenticationError | NoPermissionError):
            cause = "identifiants refusés ou droits insuffisants"
        else:
            cause = f"pas de réponse utilisable ({type(exc).__name__})"
        return QuotaError(
            f"Redis, à {self._place} : {cause}. Vérifiez FT_QUOTA_URL et ce serveur, ou retirez "
            "FT_QUOTA_URL : le quota ne vaudra plus alors que pour cette machine."
        )
