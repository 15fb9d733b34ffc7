"""Let requests leave one by one, each at its time."""

from __future__ import annotations

import asyncio
import time

from ftcrawler.quota.window import SlidingWindow

# A client in production waits a minute after a 429 without Retry-After (docs/api.md 3).
DEFAULT_PAUSE = 60.0


class Turns:
    """The queue in front of the API: first come, first served, never over the quota."""

    def __init__(self, limit: int) -> None:
        self._window = SlidingWindow(limit)
        self._gate = asyncio.Lock()

    async def wait(self) -> None:
        """Return when the caller may send one request."""
        async with self._gate:
            # What is awaited is a moment, and a 429 may put it off meanwhile: hence the loop.
            while (pause := self._window.opens_at(now := time.monotonic()) - now) > 0:
                await asyncio.sleep(pause)
                # Let what else is due run first: noted now, the request would leave after it.
                await asyncio.sleep(0)
            self._window.depart(now)

    def heed_limit(self, announced: str) -> None:
        """Adopt the limit a second that an answer's header announces; no header, no change."""
        if announced.isdigit() and int(announced) and self._window.limit:
            self._window.adopt(int(announced))

    def heed_refusal(self, retry_after: str) -> float:
        """Obey a 429: let nothing leave for the seconds it asks for, and return them."""
        pause = float(retry_after) if retry_after.isdigit() else DEFAULT_PAUSE
        self._window.close_until(time.monotonic() + pause)
        return pause
