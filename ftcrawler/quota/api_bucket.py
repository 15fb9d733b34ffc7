"""The bucket of requests that the API keeps for a client id, as headers of its answers tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LONGEST_NUMBER: Final = 9  # digits of a header that can be meant
# Requests that may count for the API in another second than ours.
SLACK: Final = 1
# What the bucket should hold where others take from it too.
RESERVE: Final = 3


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many requests it holds when full, and how many are left."""

    capacity: int
    left: int

    @classmethod
    def of(cls, capacity: str, left: str) -> Bucket | None:
        """Read two headers; None if they are no such numbers.

        >>> Bucket.of("10", "9"), Bucket.of("10", "")
        (Bucket(capacity=10, left=9), None)
        """
        full, rest = whole_number(capacity), whole_number(left)
        return None if full is None or rest is None else cls(full, rest)

    def is_shared(self, ours: int) -> bool:
        """Tell whether more is gone than *ours*: others take from it whom the quota ignores.

        >>> Bucket(10, 3).is_shared(6), Bucket(10, 2).is_shared(6)
        (False, True)
        """
        return self.capacity - self.left - ours > SLACK

    @property
    def lacking(self) -> int:
        """How many requests it lacks of what it should hold where it is shared."""
        return max(RESERVE - self.left, 0)


def whole_number(header: str) -> int | None:
    """Return the whole number that a header is, if it is one.

    >>> whole_number("10"), whole_number("0"), whole_number("-1"), whole_number("²")
    (10, 0, None, None)
    >>> whole_number("9" * 400) is None
    True
    """
    plain = header.isascii() and header.isdecimal() and len(header) <= LONGEST_NUMBER
    return int(header) if plain else None
