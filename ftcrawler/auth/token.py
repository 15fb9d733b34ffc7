"""An access token and the time until which it may be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

import orjson

from ftcrawler.exceptions import PageShapeError
from ftcrawler.secret import Secret

# A short life keeps a margin in proportion, so that a token is always good for some time.
MARGIN_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token; its value never appears in a repr or a log line.

    `requested_at` and `lifetime` are seconds; life counts from when the token was asked for, so
    that a slow answer cannot stretch it.
    """

    value: str = field(repr=False)
    requested_at: float
    lifetime: float

    @classmethod
    def from_body(cls, body: bytes, *, requested_at: float) -> Self:
        """Read the answer of the token service; raise PageShapeError if it holds no token."""
        try:
            data = orjson.loads(body)
            value, lifetime = data["access_token"], float(data["expires_in"])
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as exc:
            # The body may hold a token: only the kind of fault is told.
            raise PageShapeError(
                f"réponse du service de tokens illisible ({type(exc).__name__})"
            ) from None
        if not isinstance(value, str) or not value:
            raise PageShapeError("réponse du service de tokens sans « access_token »")
        return cls(Secret(value), requested_at, lifetime)

    @property
    def header(self) -> str:
        """The value of the Authorization header."""
        return f"Bearer {self.value}"

    def is_fresh(self, now: float, *, margin: float) -> bool:
        """Tell whether the token will still be good *margin* seconds from now."""
        kept = min(margin, self.lifetime * MARGIN_SHARE)
        return now < self.requested_at + self.lifetime - kept
