"""What a place that keeps a shared quota can do; this machine and Redis are such places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ftcrawler.quota.schedule import Pace


class Verdict(NamedTuple):
    """The answer to one who wants to send a request."""

    wait: float  # seconds; 0: now
    limit: int  # requests a second, as it holds for all
    moment: float  # when it was given, and so the name of a departure that was noted
    granted: float  # the same on this process's monotonic clock, as near as can be told
    recent: int = 0  # requests that have left within a second, this one included


class SharedQuota(Protocol):
    """One quota for all who have the same key. Every method but `close` may raise QuotaError."""

    async def open(self) -> None:
        """Make sure that the quota can be kept, before anything is requested."""

    async def reserve(self, pace: Pace) -> Verdict:
        """Take the next turn, and say how long it is until then."""

    async def depart(self, pace: Pace) -> Verdict:
        """Note that a request leaves now, or say how long it must still wait."""

    async def correct(self, moment: float, late: float) -> None:
        """Note that the departure at *moment* was late by so many seconds."""

    async def announce(self, limit: int) -> None:
        """Tell all what limit the API announces."""

    async def pause(self, seconds: float) -> None:
        """Let nobody's requests leave for so long."""

    async def close(self) -> None:
        """Let go of what was opened."""
