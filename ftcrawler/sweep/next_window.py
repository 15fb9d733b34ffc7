"""Where a lane goes on: below the last offer read, or below a second that another lane reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ftcrawler.sweep.bounds_clock import BoundsClock, Sounding
from ftcrawler.sweep.link import Link
from ftcrawler.sweep.movement import fell
from ftcrawler.sweep.slice import Need, Slice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.sweep.answer import Answer


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A first page to ask for: what is sent, its upper bound, its offset."""

    criteria: Mapping[str, str]
    upper: int | None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """An answer begins a window, which came from `offset` on under the bound `upper`.

    `known` of its offers were read before, on the page `read`. `handed_over`: between the last
    window and this one another lane reads.
    """

    upper: int | None
    offset: int
    known: int = 0
    read: Answer | None = None
    handed_over: bool = False


class NextWindow:
    """Asks for the first page of each window, and for what tells where that is."""

    def __init__(self, part: Slice, clock: BoundsClock) -> None:
        self._slice = part
        self._clock = clock
        self._begun = False
        # A page is under way, or was lost and is not asked for until all else is read.
        self._asked = self._asleep = False
        self._link: Link | None = None
        self._sounding: Sounding | None = None
        self._below: int | None = None
        # How many offers should be left: from the second on that it is stuck at, then below it.
        self._left = 0

    @property
    def stuck_at(self) -> tuple[int, int]:
        """Bounds around the second at which the lane is stuck."""
        assert self._sounding
        return self._sounding.bounds

    def sound(self, second: int, left: int) -> None:
        """Look for the bounds of *second*, which offsets alone may not read; *left* are unread."""
        self._sounding, self._link = Sounding(second, self._clock), None
        self._left = left

    def skip(self) -> bool:
        """Go on below the second that it is stuck at; False if that is below the slice."""
        assert self._sounding
        self._below = self._clock.below(self._sounding.second)
        self._sounding = None
        return self._below >= self._slice.oldest

    def want(self, end: tuple[Answer, int, int] | None) -> FirstPage | None:
        """Return what to ask for now, if anything.

        *end* is what the last window ended with, once it is time to go on from there: its last
        page, how many offers were read at the last second, how many are left.
        """
        if self._asked or self._asleep:
            return None
        if not self._knows and end:
            self._go_on(*end)
        self._asked = self._knows
        return self._page() if self._knows else None

    def lose(self) -> None:
        """Note that an answer did not come."""
        self._asked, self._asleep = False, True

    def revive(self) -> None:
        """Ask once more for what was lost."""
        self._asleep = False

    def judge(self, answer: Answer, upper: int | None, offset: int) -> Start | Need | None:
        """Return what an answer begins, or what the lane must leave to others; None: ask again."""
        self._asked = False
        if self._sounding:
            if self._sounding.shows(answer):
                self._left -= answer.total or 0
                return Need.SECOND
            return Need.REST if self._sounding.hopeless else None
        if self._link and upper is not None:
            return self._judge_link(self._link, answer, upper, offset)
        handed_over, self._below = self._below is not None, None
        self._begun = True
        if handed_over and fell(self._left, answer.total or 0):
            return Need.UNORDERED  # what is older is not what comes later
        return Start(upper, offset, handed_over=handed_over)

    @property
    def _knows(self) -> bool:
        """Tell whether it knows what to ask for without being told where a window ended."""
        return bool(not self._begun or self._link or self._sounding or self._below is not None)

    def _go_on(self, last: Answer, dense: int, left: int) -> None:
        """Look for the offers of the page *last*, as a Link does."""
        self._link = Link(last, dense, left, self._clock)
        if self._link.stuck:
            self.sound(self._link.second, left)

    def _page(self) -> FirstPage:
        if self._sounding:
            oldest, upper = self._sounding.bounds
            return FirstPage(replace(self._slice, oldest=oldest).under(upper), upper)
        upper_wanted, offset = self._slice.newest, 0
        if self._below is not None:
            upper_wanted = self._slice.clamp(self._below)
        elif self._link:
            upper, offset = self._link.next()
            upper_wanted = self._slice.clamp(upper)
        return FirstPage(self._slice.under(upper_wanted), upper_wanted, offset)

    def _judge_link(
        self, link: Link, answer: Answer, upper: int, offset: int
    ) -> Start | Need | None:
        known = link.known(answer)
        if known is not None and link.loses_too_many(answer, offset + known):
            return Need.UNORDERED
        if known is not None:
            link.hit(answer, offset)
            self._link = None
            return Start(upper, offset, known, link.last)
        link.miss(answer, upper, offset)
        if link.stuck:
            self.sound(link.second, link.left)
        return Need.REST if link.hopeless else None
