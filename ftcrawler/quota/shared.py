"""What a place that keeps a shared quota can do; this machine and Redis are such places."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from ftcrawler.quota.schedule import Pace

DEFAULT_PORTS = {"http": 80, "https": 443}


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


def quota_key(api_url: str, client_id: str) -> str:
    """Return the name under which a quota is shared; the client id cannot be read from it.

    The budget is given by an API to a client id: a sandbox has its own.

    >>> len(quota_key("https://api.test", "PAR_me"))
    32
    >>> quota_key("https://API.test:443/o/", "PAR_me") == quota_key("https://api.test/o", "PAR_me")
    True
    >>> quota_key("https://api.test", "PAR_me") == quota_key("https://sandbox.test", "PAR_me")
    False
    """
    return hashlib.sha256(f"{_same_address(api_url)}\n{client_id}".encode()).hexdigest()[:32]


def _same_address(url: str) -> str:
    """Return one form for all that lead to the same server."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:  # no address: whoever asks there says so
        return url
    return f"{parts.scheme}://{parts.hostname}:{port}{parts.path.rstrip('/')}"
