"""Find the bounds of one second, which offsets alone do not read, and so the server's clock.

Links bear out that nothing is left out above a bound; how much more it lets through they need
not say. A single second does: between its bounds there is nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.api.dates import HOUR

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.bounds_clock import BoundsClock

# Hours by which the bounds may be off what is known of them so far, in the order of trying.
HOURS: Final = (0, -1, -2, 1, 2, -3, 3, -4, 4)


class Sounding:
    """Asks for *second* on one clock after another, until one shows it."""

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
