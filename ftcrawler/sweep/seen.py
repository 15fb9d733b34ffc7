"""The offers that a sweep met, in little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Seen:
    """Numbers instead of ids: an id that is kept holds on to the memory of the page it came with.

    >>> seen = Seen()
    >>> seen.add(["201WLXK", "6437418"]), seen.add(["6437418", "048KLTP"]), len(seen)
    (2, 1, 3)
    """

    def __init__(self) -> None:
        self._numbers: set[int] = set()

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, ids: Iterable[str]) -> int:
        """Take in offers, and return how many of them are new."""
        before = len(self._numbers)
        self._numbers.update(int.from_bytes(offer.encode()) for offer in ids)
        return len(self._numbers) - before
