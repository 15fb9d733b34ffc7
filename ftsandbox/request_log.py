"""What was asked of the sandbox: the requests, and their greatest rate."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_ENTRIES = 200_000
# Seconds between two looks at how late the loop is.
BEAT = 0.01


@dataclass(slots=True)
class Entry:
    """A request. `arrival` is in monotonic seconds; `status` is None if nothing was answered.

    `client` is the client id of the token sent; `authorized` tells that a header was sent, never
    what it held.
    """

    arrival: float
    method: str
    path: str
    query: str
    authorized: bool
    user_agent: str
    client: str = ""
    status: int | None = None


class RequestLog:
    """The last requests, but all of them in the counts."""

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=MAX_ENTRIES)
        self.total = 0
        self.by_status: Counter[str] = Counter()
        self.peak_concurrency = 0
        # Seconds by which the server itself was late at most: so late may an arrival be noted.
        self.max_lag = 0.0
        self._under_way = 0

    def begin(self, entry: Entry) -> None:
        """Note a request at its arrival."""
        self.entries.append(entry)
        self.total += 1
        self._under_way += 1
        self.peak_concurrency = max(self.peak_concurrency, self._under_way)

    def end(self, entry: Entry, status: int | None) -> None:
        """Note how it was answered."""
        entry.status = status
        self._under_way -= 1
        self.by_status[str(status or "none")] += 1

    async def watch_lag(self) -> None:
        """Note how late the loop is, until cancelled: a busy machine bunches what it is sent."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + BEAT
            await asyncio.sleep(BEAT)
            self.max_lag = max(self.max_lag, loop.time() - due)

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the last requests, oldest first."""
        return [asdict(entry) for entry in tuple(self.entries)]

    def max_per_second(self, prefix: str) -> int:
        """Return the most requests to *prefix* within any one second."""
        return busiest_second(
            entry.arrival for entry in tuple(self.entries) if entry.path.startswith(prefix)
        )


def busiest_second(arrivals: Iterable[float]) -> int:
    """Return the most arrivals in any window of one second, its end left out.

    >>> busiest_second([0.0, 0.5, 0.9, 1.0, 1.2])
    4
    """
    window: deque[float] = deque()
    most = 0
    for arrival in arrivals:
        window.append(arrival)
        while arrival - window[0] >= 1:
            window.popleft()
        most = max(most, len(window))
    return most
