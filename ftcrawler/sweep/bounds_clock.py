"""What the server's date bounds mean, as far as its answers have shown.

Nobody could verify whether bounds are read on the clock of the dates shown, compared in whole
seconds, or inclusive (docs/api.md 4.3). A wrong guess shows in the answer that it brings. Links
bear out that nothing is left out above a bound; how much more it lets through they need not say.
A single second does: between its bounds there is nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from ftcrawler.api.creation_dates import HOUR

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer

# Hours by which the bounds may be off what is known of them so far, in the order of trying.
HOURS: Final = (0, -1, -2, 1, 2, -3, 3, -4, 4)


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


class Sounding:
    """Finds the bounds of *second*, which offsets alone do not read, on one clock or another."""

    def __init__(self, second: int, clock: BoundsClock) -> None:
        self.second = second
        self._clock = clock
        self._shift = clock.shift
        self._tries = 0

    @property
    def hopeless(self) -> bool:
        """Tell whether no clock showed it."""
        return self._tries >= len(HOURS)

    @property
    def bounds(self) -> tuple[int, int]:
        """The bounds to ask for now."""
        return self._clock.around(self.second, self.second)

    def shows(self, answer: Answer) -> bool:
        """Tell whether *answer* is of that second; if not, the next clock is tried."""
        seconds = answer.seconds
        if seconds and self.second - 2 <= min(seconds) <= max(seconds) <= self.second + 1:
            return True
        self._tries += 1
        hours = 0 if self.hopeless else HOURS[self._tries]
        self._clock.shift = self._shift + hours * HOUR
        return False
