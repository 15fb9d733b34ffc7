"""The offers that a sweep met, in little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Partners' offers, three in four, have ids of seven digits (docs/api.md 4.1).
DIGITS: Final = 7


class OffersMet:
    """A bit for each id of seven digits, a number for each other one.

    No id itself is kept: it would hold on to the memory of the page that it came with.

    >>> seen = OffersMet()
    >>> seen.add(["201WLXK", "6437418"]), seen.add(["6437418", "048KLTP"]), len(seen)
    (2, 1, 3)
    """

    def __init__(self) -> None:
        self._bits = bytearray(10**DIGITS // 8)
        self._numbers: set[int] = set()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, ids: Iterable[str]) -> int:
        """Take in offers, and return how many of them are new."""
        before, bits = self._count, self._bits
        for offer in ids:
            if len(offer) == DIGITS and offer.isascii() and offer.isdecimal():
                place, bit = divmod(int(offer), 8)
                if not bits[place] >> bit & 1:
                    bits[place] |= 1 << bit
                    self._count += 1
            elif (number := int.from_bytes(b"\1" + offer.encode())) not in self._numbers:
                self._numbers.add(number)
                self._count += 1
        return self._count - before
