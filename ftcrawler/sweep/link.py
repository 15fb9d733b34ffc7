"""Find, under a new upper bound, the offers that a lane read last: the reading goes on there.

An answer goes on where the last one ended only if it holds an offer of it. Nothing is concluded
from bounds that nobody could verify; what an answer lacks says how to ask again. Two things do:
its dates, and its total, of which the offers still to read are the last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.api.creation_dates import HOUR
from ftcrawler.api.query_limits import MAX_START, PAGE_SIZE
from ftcrawler.sweep.movement import fell

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.bounds_clock import BoundsClock

# Offers to go back when the last one is not found: it may have vanished, with a few others.
BACK: Final = (0, 10, 50, PAGE_SIZE - 1)
# Offers to go back when their place was computed from a total that may have moved.
MARGIN: Final = 10
# An answer that misses this much of what was asked for is read on another clock.
NEARLY_AN_HOUR: Final = 3000
MAX_TRIES: Final = 12
# Paris is one or two hours from UTC; one more for what that does not explain.
MAX_HOURS: Final = 3


class Link:
    """From *last*, the last page read; *dense* offers were read at its last second.

    *left* is how many offers should still be unread, as far as the totals told.
    """

    def __init__(self, last: Answer, dense: int, left: int, clock: BoundsClock) -> None:
        self.last = last
        self._dense = dense
        self.left = left
        self._clock = clock
        self._back = 0
        self._hours = 0
        self._found_at: tuple[int, int] | None = None
        self.tries = 0
        # Offsets do not reach beyond the last second: too many offers share it.
        self.stuck = dense - 1 > MAX_START

    @property
    def hopeless(self) -> bool:
        """Tell whether every way to find the last offers again was tried."""
        return self.tries >= MAX_TRIES

    @property
    def second(self) -> int:
        """The second of the last offer read."""
        return self.last.seconds[-1]

    def next(self) -> tuple[int, int]:
        """Return the upper bound, and the offset, where the last offer should come first."""
        if self._found_at:
            return self._found_at
        upper = self._clock.upper(self._aim)
        if self._aim != self.second:
            return upper, 0
        return upper, max(self._dense - 1 - BACK[self._back], 0)

    def known(self, answer: Answer) -> int | None:
        """Return how many offers from the first of *answer* on were read before.

        None if it does not go on. They may be more than it holds: the last page's own follow.
        """
        read = {offer: place for place, offer in enumerate(self.last.ids)}
        places = [place for place, offer in enumerate(answer.ids) if offer in read]
        if not places:
            return None
        following = len(self.last) - 1 - read[answer.ids[places[-1]]]
        return places[-1] + 1 + (following if places[-1] == len(answer) - 1 else 0)

    def loses_too_many(self, answer: Answer, read: int) -> bool:
        """Tell whether far fewer offers are left behind the first *read* than there should be.

        No movement of the list explains that: what is older is not what comes later in it.
        """
        return fell(self.left, max((answer.total or 0) - read, 0))

    def hit(self, answer: Answer, offset: int) -> None:
        """Learn from the answer that goes on."""
        self._clock.sure = True
        newest = answer.newest
        if offset == 0 and newest is not None and self._is_late(newest):
            self._clock.move_back(newest - self._aim - 1)
        elif self._back and self.last.ids[-1] in answer.ids:
            self._clock.pad = 1  # it was there: its own bound had left it out

    def miss(self, answer: Answer, upper: int, offset: int) -> None:
        """Learn from an answer that does not go on."""
        self.tries += 1
        self._found_at = None
        newest = answer.newest
        place = (answer.total or 0) - self.left - 1  # of the last offer read
        late = newest is not None and self._is_late(newest)
        if place > MAX_START and not late:
            self.stuck = True
        elif place > offset + PAGE_SIZE - MARGIN and place <= MAX_START:
            self._found_at = upper, max(place - MARGIN * self.tries, 0)
        if newest is not None and late:
            self._clock.move_back(newest - self._aim - 1)
        elif self._found_at is None:
            self._look_higher(None if newest is None else self._aim - newest)

    def _look_higher(self, missed: int | None) -> None:
        """Take in more: the bound left out the last offers, or they vanished."""
        far = missed is None or missed >= NEARLY_AN_HOUR
        if self._clock.sure and not far and self._back + 1 < len(BACK):
            self._back += 1
        elif not self._clock.pad:
            self._clock.pad = 1
        elif self._hours < MAX_HOURS:
            self._hours += 1
            self._clock.shift += HOUR
        elif self._back + 1 < len(BACK):
            self._back += 1
        else:
            self.tries = MAX_TRIES

    def _is_late(self, newest: int) -> bool:
        # A padded bound may let a second more through.
        return newest > self._aim + 1

    @property
    def _aim(self) -> int:
        """The second of the offer that is looked for."""
        return self.last.seconds[max(len(self.last) - 1 - BACK[self._back], 0)]
