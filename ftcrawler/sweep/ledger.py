"""The accounts of one slice: what it announced, what it gave, what moved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Ledger:
    """Offers of one slice. At any moment announced + appeared - vanished = read + left.

    `read` are offers met in this slice, of which `duplicates` were met in another one before.
    `appeared` and `vanished` are net changes of what was still to be read.
    """

    announced: int = 0
    read: int = 0
    duplicates: int = 0
    appeared: int = 0
    vanished: int = 0
    left: int = 0

    def open(self, total: int) -> None:
        """Note the first total."""
        self.announced = self.left = total

    def expect(self, left: int) -> None:
        """Note how many offers are left to read now, against what was left before."""
        moved = left - self.left
        self.appeared += max(moved, 0)
        self.vanished += max(-moved, 0)
        self.left = left

    def hand_over(self, left: int) -> None:
        """Note that only *left* offers are still this slice's: another one reads the others."""
        self.announced -= self.left - left
        self.left = left

    def take(self, fresh: int, duplicates: int) -> None:
        """Note that *fresh* offers were read."""
        self.read += fresh
        self.duplicates += duplicates
        self.left -= fresh

    def window(self, left: int, *, handed_over: bool, read: int, new: int) -> None:
        """Note that a window is read: so many offers, of which so many are new to the sweep.

        *left* were to be read when it began; *handed_over*: others than these another lane reads.
        """
        if handed_over:
            self.hand_over(left)
        else:
            self.expect(left)
        self.take(read, read - new)

    def find(self, late: int) -> None:
        """Note that *late* offers came to light where all had been read."""
        self.read += late
        self.appeared += late

    @property
    def gave(self) -> int:
        """Offers that no other slice gave before."""
        return self.read - self.duplicates

    @property
    def short(self) -> bool:
        """Tell whether it gave less than it announced."""
        return self.left > 0 or self.vanished > self.appeared
