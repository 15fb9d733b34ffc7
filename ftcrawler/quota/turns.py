"""Let requests leave one by one, each at its time."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.exceptions import QuotaError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

    from ftcrawler.quota.shared import SharedQuota, Verdict

# A client in production waits a minute after a 429 without Retry-After (docs/api.md 3).
DEFAULT_PAUSE = 60.0
LONGEST_NUMBER = 9  # digits of a header that can be meant
# Seconds by which every request leaves after its departure was noted; what is more is corrected.
USUAL = 0.003
# Seconds after which a turn is lost: the others count on it only as long as it is in the window.
LAPSE = 0.5


@dataclass(slots=True)
class Turn:
    """The right to send one request at once; who sends it says when it has left."""

    verdict: Verdict
    _turns: Turns

    @property
    def lapsed(self) -> bool:
        """Tell whether it came too long ago to be used still."""
        return time.monotonic() - self.verdict.granted > LAPSE

    async def renew(self) -> None:
        """Wait for another turn in place of this one."""
        self.verdict = (await self._turns.wait()).verdict

    def used(self) -> None:
        """Note that the request has left now."""
        self._turns.left(self.verdict)


class Turns:
    """The queue of this process in front of a shared quota: first come, first served.

    Two of its requests leave *apart* seconds from each other at least. Once the quota has failed,
    `open` and `wait` raise the same QuotaError to all who ask.
    """

    def __init__(self, shared: SharedQuota, *, apart: float = 0.0) -> None:
        self._shared = shared
        self._apart = apart
        self._last = float("-inf")
        self._limit = 0
        # One reservation at a time: no process takes more turns than it uses.
        self._gate = asyncio.Lock()
        self._open = False
        self._failure: QuotaError | None = None
        self._notes: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Open the quota, once."""
        if self._open:
            return
        async with self._guarded():
            if not self._open:
                await self._shared.open()
                self._open = True

    async def wait(self) -> Turn:
        """Return when the caller may send one request."""
        async with self._guarded():
            verdict = await self._shared.reserve()
            pause = max(verdict.wait, self._last + self._apart - time.monotonic())
            while True:
                await asyncio.sleep(pause)
                # Let what else is due run first: noted now, the request would leave after it.
                await asyncio.sleep(0)
                verdict = await self._shared.depart()
                if not (pause := verdict.wait):
                    break
            self._last = verdict.granted
        self._limit = verdict.limit
        return Turn(verdict, self)

    def left(self, verdict: Verdict) -> None:
        """Have the departure that was noted corrected, if the request leaves only now."""
        late = time.monotonic() - verdict.granted - USUAL
        if late > 0:
            correcting = self._told(self._shared.correct(verdict.moment, late))
            # asyncio holds its tasks weakly.
            task = asyncio.get_running_loop().create_task(correcting)
            self._notes.add(task)
            task.add_done_callback(self._notes.discard)

    async def heed_limit(self, announced: str) -> None:
        """Adopt the limit a second that an answer's header announces; no header, no change."""
        limit = _number(announced)
        if limit and self._limit and limit != self._limit:
            self._limit = limit
            await self._told(self._shared.announce(limit))

    async def heed_refusal(self, retry_after: str) -> float:
        """Obey a 429: let nothing leave for the seconds it asks for, and return them."""
        asked = _number(retry_after)
        pause = DEFAULT_PAUSE if asked is None else float(asked)
        await self._told(self._shared.pause(pause))
        return pause

    async def close(self) -> None:
        """Let go of the quota, once what has left is noted."""
        await asyncio.gather(*self._notes)
        await self._shared.close()

    async def _told(self, telling: Awaitable[None]) -> None:
        """Tell the others something; if that fails, what is to leave next says so.

        The request that it is about has left already: its answer is good.
        """
        try:
            await telling
        except QuotaError as exc:
            self._failure = exc

    @asynccontextmanager
    async def _guarded(self) -> AsyncIterator[None]:
        """Hold the gate; behind a quota that has failed, nobody waits for it again."""
        async with self._gate:
            if self._failure is not None:
                raise self._failure
            try:
                yield
            except QuotaError as exc:
                self._failure = exc
                raise


def _number(header: str) -> int | None:
    """Return the whole number that a header is, if it is one.

    >>> _number("10"), _number("0"), _number("-1"), _number("²"), _number("9" * 400)
    (10, 0, None, None, None)
    """
    plain = header.isascii() and header.isdecimal() and len(header) <= LONGEST_NUMBER
    return int(header) if plain else None
