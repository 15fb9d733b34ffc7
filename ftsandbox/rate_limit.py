"""The quota: one bucket of tokens a client id, as Spring Cloud Gateway keeps it."""

from __future__ import annotations


class Buckets:
    """Each client may ask `rate` times a second, and `rate` at once after a pause."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, client: str, now: float) -> int | None:
        """Count a request at *now* (seconds); return how many are left, or None when over.

        >>> buckets = Buckets(2)
        >>> [buckets.take("me", 0.0) for _ in range(3)], buckets.take("me", 0.5)
        ([1, 0, None], 0)
        """
        level, since = self._levels.get(client, (float(self.rate), now))
        level = min(float(self.rate), level + (now - since) * self.rate)
        taken = level >= 1
        self._levels[client] = (level - taken, now)
        return int(level - 1) if taken else None


def rate_headers(rate: int, left: int) -> dict[str, str]:
    """Return the headers that each answer of the API carries (docs/api.md 3)."""
    return {
        "X-Ratelimit-Burst-Capacity-Clientidlimiter": str(rate),
        "X-Ratelimit-Remaining-Clientidlimiter": str(left),
        "X-Ratelimit-Replenish-Rate-Clientidlimiter": str(rate),
        "X-Ratelimit-Requested-Tokens-Clientidlimiter": "1",
    }
