"""When requests leave: one after the other at an even pace, never over the limit in any second.

A request first reserves a moment, then leaves at it, or later. The moments are spread evenly and
kept in the order of asking, so whoever asks has a turn. What counts against the limit is not the
moment planned but the one at which a request really left: a stall makes the others wait, never
two seconds overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ftcrawler.quota.pause import LONGEST_PAUSE


class Pace(NamedTuple):
    """How near to the limit requests leave, in seconds.

    `planned`: in which `limit` requests are planned. What they leave under the limit is what a
    delay on the way may take (benchmarks/RESULTS.md). `kept`: in which no more than `limit` leave,
    whatever has been late; less than planned, or each late one would slow down all that follow.
    """

    planned: float
    kept: float


# 9.53 a second for a limit of 10, while nobody knows what else is asked with the client id.
WIDE: Final = Pace(1.049, 1.042)
# 9.77 a second, once the API says how much of its bucket is left, and that nobody else takes any.
CLOSE: Final = Pace(1.024, 1.018)
# Seconds by which turns may be late and still be caught up; later, the pace starts anew.
CREDIT: Final = 1.0
# What is caught up leaves at this part of the usual distance, not all at once.
HURRY: Final = 0.8
# Seconds after which what was noted is forgotten: a limit announced last week says nothing today.
MEMORY: Final = 60.0
# A departure further ahead than this was noted before the clock began anew, or was put back.
AHEAD: Final = 5.0
# What the limit counts requests in.
SECOND: Final = 1.0


@dataclass(slots=True)
class Schedule:
    """All that those who share a quota must know; times are seconds of one monotonic clock."""

    departures: list[float] = field(default_factory=list)
    planned: float = 0.0
    closed_until: float = 0.0
    announced: int = 0

    def limit(self, assumed: int) -> int:
        """Return the limit that holds: what the API announced wins over what is assumed.

        Who assumes 0 wants none, whatever is announced.
        """
        return assumed and (self.announced or assumed)

    def outdated(self, now: float) -> bool:
        """Tell whether what was noted is of no use any more: take a new schedule then."""
        last = max(self.departures, default=now)
        return last > now + AHEAD or max(last, self.closed_until) < now - MEMORY

    def recent(self, now: float) -> int:
        """Return how many requests have left within the last second."""
        return sum(left > now - SECOND for left in self.departures)

    def reserve(self, now: float, assumed: int, pace: Pace = WIDE) -> float:
        """Take the next moment and return it; it may have passed."""
        limit = self.limit(assumed)
        gap = pace.planned / limit if limit else 0.0
        following = self.planned + gap
        self.planned = max(following if following > now - CREDIT else now, self.closed_until)
        hurried = [left + HURRY * gap for left in self.departures[-1:]]
        return max([self.planned, *hurried])

    def depart(self, now: float, assumed: int, pace: Pace = WIDE) -> float:
        """Note that a request leaves; if it may not yet, return the moment to ask again at."""
        limit = self.limit(assumed)
        opens = self.closed_until
        if limit and len(self.departures) >= limit:
            opens = max(opens, self.departures[-limit] + pace.kept)
        if opens <= now:
            self.departures = [*(left for left in self.departures if left > now - WIDE.kept), now]
        return opens

    def correct(self, noted: float, left: float) -> None:
        """Replace the departure *noted* by the later moment at which the request *left*."""
        others = list(self.departures)
        if noted in others:
            others.remove(noted)
        self.departures = sorted([*others, left])

    def announce(self, limit: int) -> None:
        """Adopt the limit that the API announces; what has left already still counts."""
        self.announced = limit

    def close_until(self, moment: float) -> None:
        """Let nothing leave before *moment*: the API asked for a pause."""
        self.closed_until = max(self.closed_until, moment)

    def cap(self, now: float) -> None:
        """Forget what of a pause is longer than any that is kept: nobody would come back."""
        self.closed_until = min(self.closed_until, now + LONGEST_PAUSE)
