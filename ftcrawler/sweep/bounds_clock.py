"""What the server's date bounds mean, as far as its answers have shown.

Nobody could verify whether bounds are read on the clock of the dates shown, compared in whole
seconds, or inclusive (docs/api.md 4.3). A wrong guess shows in the answer that it brings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from ftcrawler.api.dates import HOUR


@dataclass(slots=True)
class BoundsClock:
    """How to write, as a bound, a second that offers show.

    `shift` is in seconds; `pad` is 1 where a bound does not take in the whole second it names.
    """

    shift: int = 0
    pad: int = 0
    # Whether an answer has borne it out.
    sure: bool = False

    def upper(self, second: int) -> int:
        """Return the upper bound that takes in every offer shown at *second* or before."""
        return second + self.shift + self.pad

    def around(self, oldest: int, newest: int) -> tuple[int, int]:
        """Return bounds that take in all that is shown between two seconds, and a little more."""
        return oldest + self.shift - 2, newest + self.shift + 1

    def below(self, second: int) -> int:
        """Return an upper bound that leaves out *second*; `around` it takes in what lies between.

        Without the pad: comparing milliseconds, it would take in the offers of a bulk import.
        """
        return second + self.shift - 1

    def move_back(self, seconds: int) -> None:
        """Learn that offers came back that are newer than the bound by *seconds*."""
        self.shift -= HOUR * max(1, -(-seconds // HOUR))

    def copy(self) -> Self:
        """Return the same knowledge for a lane that begins elsewhere."""
        return replace(self)
