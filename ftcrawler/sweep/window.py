"""One query, read by offsets: neighbouring pages share an offer, so none can fall between them.

Pages are asked for from the last to the first: offers that vanish meanwhile move the others up,
into pages that are still to be read. Where two pages share nothing all the same, the seam between
them is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.api.query_limits import MAX_START, OFFERS_PER_QUERY, PAGE_SIZE
from ftcrawler.sweep.window_pages import STEP, Pages, Spot

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.next_window import Start

# Read from the front, the last page is asked for when so few are left to ask: the next window can
# then be looked for while they come.
NEARLY_READ: Final = 16


class Window:
    """Begun with the answer *first*; *start* says where that stands, and what was read before.

    `left` is how many offers there were to read then, in and behind this window.
    *backwards*: the last page comes first.
    """

    def __init__(self, first: Answer, start: Start, *, backwards: bool = True) -> None:
        self.upper = start.upper
        self.pages = Pages(first, start.offset)
        self.total = len(first) + start.offset if first.total is None else first.total
        self.left = max(self.total - start.offset - start.known, 0)
        # Other slices read what the one before this had left beyond it.
        self.handed_over = start.handed_over
        # The second of its last page, if that page holds no other: many more may share it.
        self.bulk: int | None = None
        self._start = start.offset
        self._read = {*first.ids[: start.known], *(start.read.ids if start.read else ())}
        # How many pages it is cut down to.
        self._cut = 0
        # How many pages are read of a list into which new offers come in; 0: all.
        self._most = 0
        # Nothing reads what is behind: not one offer within reach may be left.
        self._settled = False
        self._backwards = backwards
        self._lost: list[Spot] = []
        self._last_lost = False
        self._under_way = 0
        self._to_ask = self._order(1)

    @property
    def count(self) -> int:
        """How many pages reach its end, or as far as offsets go."""
        if short := self._cut or self._most:
            return short
        if self.total <= OFFERS_PER_QUERY or self._settled:
            beyond = min(self.total, OFFERS_PER_QUERY) - self._start - PAGE_SIZE
            return 1 + max(-(-beyond // STEP), 0)
        # One more would begin where offsets end, and bring hardly anything.
        return 1 + (MAX_START - self._start) // STEP

    @property
    def ends(self) -> bool:
        """Tell whether nothing is left behind it."""
        return self.pages.offset(self.count - 1) + PAGE_SIZE >= self.total

    @property
    def last(self) -> Answer | None:
        """The last page, once it is there."""
        return self.pages.get(self.count - 1)

    @property
    def behind(self) -> int:
        """How many offers are left behind it, by the total that came with its last page."""
        last = self.last
        total = self.total if last is None or last.total is None else last.total
        return max(total - self.pages.offset(self.count - 1) - (len(last) if last else 0), 0)

    @property
    def waiting(self) -> int:
        """How many pages are still to come."""
        return len(self._to_ask) + self._under_way

    @property
    def complete(self) -> bool:
        """Tell whether all is read, or given up."""
        return not self.waiting and not self._lost and self.pages.next_torn() is None

    def offset_of(self, spot: Spot) -> int:
        """Return where to begin to read."""
        return self.pages.offset_of(spot)

    def next(self, *, urgent: bool = False) -> Spot | None:
        """Return what to ask for now, if anything; *urgent*: only the page that others need."""
        spot = None
        if urgent:
            nearly = not self.ends and len(self._to_ask) <= NEARLY_READ
            spot = next((s for s in self._to_ask if s.place == self.count - 1), None)
            if spot is None or not (self._backwards or nearly):
                return None
            self._to_ask.remove(spot)
        elif not self._is_to_wait():
            spot = self._to_ask.pop(0) if self._to_ask else self._seam()
        self._under_way += spot is not None
        return spot

    def expect(self, places: set[int]) -> None:
        """Note that pages were asked for before it began; `take` gets their answers."""
        self._to_ask = [spot for spot in self._to_ask if spot.place not in places]
        self._under_way += len(places)

    def take(self, spot: Spot, answer: Answer) -> None:
        """Go on with an answer."""
        self._under_way -= 1
        if spot.place >= self.count:
            return
        closes = answer.total is not None and self.offset_of(spot) + len(answer) >= answer.total
        self.pages.put(spot.place, answer, seam=spot.seam is not None, closes=closes)
        if spot.seam is None:
            self._look_for_bulk(spot.place, answer)
        if not answer.ids and answer.total is not None:  # it has become shorter than that
            self.total = min(self.total, max(answer.total, self._start))
        elif self.ends and (answer.total or 0) > self.total:
            before, self.total = self.count, answer.total or 0
            self._to_ask += self._order(before)

    def lose(self, spot: Spot, *, for_good: bool) -> None:
        """Note that an answer did not come; what is not lost for good is asked for once more."""
        self._under_way -= 1
        self._last_lost = self._last_lost or spot.place == self.count - 1
        if for_good:
            self.pages.give_up(spot.place, seam=spot.seam is not None)
        else:
            self._lost.append(spot)

    def revive(self) -> None:
        """Ask once more for what was lost."""
        self._to_ask += self._lost
        self._lost.clear()

    def stay_short(self, pages: int) -> None:
        """End with so many pages, read from the front."""
        self._most, self._backwards = pages, False
        self._to_ask = self._order(1)

    def settle_for_reach(self) -> None:
        """Read as far as offsets go, to the last offer."""
        self._settled = True
        self._to_ask = self._order(1)

    def offers(self) -> dict[str, int]:
        """Return id and second of each offer that was not read before, in order."""
        found = self.pages.offers()
        return {offer: second for offer, second in found.items() if offer not in self._read}

    def _order(self, first: int) -> list[Spot]:
        return [Spot(place) for place in range(first, self.count)][:: -1 if self._backwards else 1]

    def _is_to_wait(self) -> bool:
        """Tell whether pages asked for now may be read in vain, behind where a bulk begins."""
        if self.bulk is not None and not self._cut:
            return self._under_way > 1
        awaited = self.last is None and not self._last_lost
        return self._backwards and not self.ends and awaited

    def _look_for_bulk(self, place: int, answer: Answer) -> None:
        """Where the last page is of one second, read only up to where that second begins.

        Offsets may not reach its end; whoever reads it in parts would read the rest again.
        """
        of_one_second = len(set(answer.seconds)) == 1
        if place == self.count - 1 > 1 and of_one_second and not (self.ends or self._settled):
            self.bulk = answer.seconds[-1]
            self._to_ask.sort(key=lambda spot: spot.place)
        if self.bulk is None or self._cut:
            return
        if (begins := self.pages.begins(self.bulk)) is not None:
            self._cut = begins + 1
            self._to_ask = []
            self.pages.cut(self._cut)

    def _seam(self) -> Spot | None:
        return None if self._under_way else self.pages.next_seam()
