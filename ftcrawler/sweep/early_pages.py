"""How a lane begins: what it asks for before its first page is there, how far that window goes.

Of a large search each origin fills a few pages, whatever its total is. While the totals come, one
answer after the other, there is nothing else to ask. The first window has no upper bound: what is
new comes in. So it is read from the front, which nothing can escape that way, and not far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.sweep.slice import Beyond
from ftcrawler.sweep.window_pages import STEP, Spot

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.offers_met import OffersMet
    from ftcrawler.sweep.window import Window

# Pages of the first window of a large search: enough to ask for until the next one is found.
LONG: Final = 20


class EarlyPages:
    """Wants *early* pages of the first window; it gets their answers once it is there.

    `upper` is the upper bound that they are asked for under.
    """

    def __init__(self, early: int, upper: int | None) -> None:
        self.upper = upper
        self._to_ask = [Spot(place) for place in range(1, early + 1)]
        self._pages = LONG if early else 1
        self._under_way: set[int] = set()
        self._kept: dict[int, Answer] = {}
        self._window: Window | None = None

    def offset_of(self, spot: Spot) -> int:
        """Return where to begin to read."""
        return STEP * spot.place

    def next(self) -> Spot | None:
        """Return a page to ask for, if there is one left."""
        if not self._to_ask:
            return None
        spot = self._to_ask.pop(0)
        self._under_way.add(spot.place)
        return spot

    def take(self, spot: Spot, answer: Answer) -> None:
        """Take in a page."""
        if self._window:
            self._window.take(spot, answer)
            return
        self._under_way.discard(spot.place)
        self._kept[spot.place] = answer

    def lose(self, spot: Spot, *, for_good: bool) -> None:
        """Note that a page did not come; the window asks for it in its turn."""
        if self._window:
            self._window.lose(spot, for_good=for_good)
        self._under_way.discard(spot.place)

    def begin(self, window: Window, beyond: Beyond | None, *, bounded: bool) -> None:
        """Say how far the first window goes, and hand over what is there or under way.

        *beyond*: what to do with what offsets do not reach; None: nothing is. *bounded*: nothing
        new comes in.
        """
        if beyond is Beyond.REACH:
            window.settle_for_reach()
        elif beyond and beyond is not Beyond.CHAIN:
            window.stay_short(1)  # by parts it is read again
        elif beyond and not bounded:
            window.stay_short(self._pages)
        self._window, self._to_ask = window, []
        window.expect({*self._under_way, *self._kept})
        for place, answer in self._kept.items():
            window.take(Spot(place), answer)
        self._kept.clear()

    def give_up(self, seen: OffersMet) -> int:
        """Add to *seen* what no window will get: there is none. Return how many are new."""
        new = sum(seen.add(answer.ids) for answer in self._kept.values())
        self._kept, self._to_ask = {}, []
        return new
