"""When the next request may leave, so that no second ever holds more than the quota."""

from __future__ import annotations

from collections import deque

# Requests leave on our clock and are counted on the API's: what lies between them may shrink by
# the stalls of either machine. 9.39 a second are left; see benchmarks/RESULTS.md.
MARGIN = 0.065


class SlidingWindow:
    """At most *limit* departures in any second, kept with the times they really left.

    Times are seconds of one monotonic clock. A limit of 0 means no limit.
    """

    def __init__(self, limit: int) -> None:
        self._departures: deque[float] = deque(maxlen=limit or 1)
        self._limit = limit
        self._closed_until = float("-inf")

    @property
    def limit(self) -> int:
        """Departures allowed a second."""
        return self._limit

    def adopt(self, limit: int) -> None:
        """Change the limit; what has left already still counts."""
        self._departures = deque(self._departures, maxlen=limit or 1)
        self._limit = limit

    def close_until(self, moment: float) -> None:
        """Let nothing leave before *moment*: the API asked for a pause."""
        self._closed_until = max(self._closed_until, moment)

    def opens_at(self, now: float) -> float:
        """Return the earliest time at which the next request may leave."""
        earliest = max(now, self._closed_until)
        if self._limit and len(self._departures) == self._limit:
            earliest = max(earliest, self._departures[0] + 1 + MARGIN)
        return earliest

    def depart(self, now: float) -> None:
        """Note that a request leaves."""
        self._departures.append(now)
