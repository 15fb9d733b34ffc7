"""The offers that a sweep met: how many, in little memory, and which of them came meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.api.creation_dates import BEGINNING, END, bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ftcrawler.sweep.answer import Answer

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


class Newcomers:
    """Those that came while a list was read, or may have: no older than its newest at first.

    `ids` are those of them that were met.
    """

    def __init__(self) -> None:
        self.ids: set[str] = set()
        # Those of them that no doubt came later.
        self.later: set[str] = set()
        self._began = BEGINNING

    def begin(self, answer: Answer) -> None:
        """Take in an answer whose offers were there at the start."""
        newest = max(answer.seconds, default=BEGINNING)
        if newest > self._began:
            self._began = newest
            self.ids.clear()
            self.later.clear()
        self.note(answer)

    def note(self, answer: Answer) -> None:
        """Take in any answer."""
        if max(answer.seconds, default=0) >= self._began:
            for offer, second in zip(answer.ids, answer.seconds, strict=True):
                if second >= self._began:
                    self.ids.add(offer)
                if second > self._began:
                    self.later.add(offer)

    def criteria(self, criteria: Mapping[str, str], shift: int) -> dict[str, str]:
        """Return what counts them in a search for *criteria*, bounds being off by *shift*."""
        return {
            "minCreationDate": bound(self._began + shift),
            "maxCreationDate": criteria.get("maxCreationDate", bound(END)),
            "sort": "1",
        }
