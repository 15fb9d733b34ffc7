"""The pages of one query as they come in, and the proof that nothing fell between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.api.creation_dates import END, HOUR
from ftcrawler.api.query_limits import MAX_START, PAGE_SIZE
from ftcrawler.sweep.movement import unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ftcrawler.sweep.answer import Answer

STEP: Final = PAGE_SIZE - 1


@dataclass(frozen=True, slots=True)
class Spot:
    """A page of a window: its place, or the seam that follows it, tried for the n-th time."""

    place: int
    seam: int | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """Two seconds, shown, between which offers may have been left out; None: down to the end."""

    newest: int
    oldest: int | None


class Pages:
    """Counted from 0; each shares an offer with the next, or with a seam that leads to it.

    *start* is the offset of the first.
    """

    def __init__(self, first: Answer, start: int = 0) -> None:
        self._start = start
        self._pages: dict[int, Answer] = {0: first}
        self._seams: dict[int, list[Answer]] = {}
        # Answers, by the place of their page, beyond which there was nothing.
        self._closing: dict[int, list[Answer]] = {}
        # Places behind which something is missing, for good.
        self._given_up: set[int] = set()

    def offset(self, place: int) -> int:
        """Return where a page begins."""
        return min(self._start + STEP * place, MAX_START)

    def get(self, place: int) -> Answer | None:
        """Return a page, if it is there."""
        return self._pages.get(place)

    def put(self, place: int, answer: Answer, *, seam: bool, closes: bool) -> None:
        """Take in a page, or the seam behind it; *closes*: the list ended with it."""
        if seam:
            self._seams.setdefault(place, []).append(answer)
        else:
            self._pages[place] = answer
        if closes:
            self._closing.setdefault(place, []).append(answer)

    def cut(self, end: int) -> None:
        """Drop the pages from *end* on."""
        self._pages = {place: page for place, page in self._pages.items() if place < end}

    def give_up(self, place: int, *, seam: bool) -> None:
        """Note that a page, or the seam behind it, will not come."""
        self._given_up.update({place} if seam else {place - 1, place})

    def torn(self) -> Iterator[int]:
        """Yield the pages that the next one does not go on from."""
        places = (place for place in sorted(self._pages) if place not in self._given_up)
        return (place for place in places if self._is_torn(place))

    def offers(self) -> dict[str, int]:
        """Return id and second of each offer, in order."""
        found: dict[str, int] = {}
        for place in sorted(self._pages):
            for answer in (self._pages[place], *self._seams.get(place, ())):
                found.update(zip(answer.ids, answer.seconds, strict=True))
        return found

    @property
    def unordered(self) -> bool:
        """Tell whether dates rise: within a page, or from page to page."""
        pages = [self._pages[place].seconds for place in sorted(self._pages)]
        heads = [seconds[0] for seconds in pages if seconds]
        return rises(heads) or any(rises(seconds) for seconds in pages)

    def holes(self) -> list[Hole]:
        """Return the stretches that could not be read."""
        return [self._hole(place) for place in sorted(self._given_up)]

    def begins(self, second: int) -> int | None:
        """Return the first page that ends at *second*, once all before it are there."""
        ends_there = (p for p, page in self._pages.items() if page.seconds[-1:] == (second,))
        place = min(ends_there, default=None)
        if place is None or any(p not in self._pages for p in range(place)):
            return None
        return place

    def _is_torn(self, place: int) -> bool:
        following = self._pages.get(place + 1)
        if following is None:
            return False
        reached, seams = set(self._pages[place].ids), self._seams.get(place, [])
        apart = self.offset(place + 1) - self.offset(place)
        if _is_misplaced(following, self._pages[place], apart):
            return True
        for _ in seams:
            for seam in seams:
                if not reached.isdisjoint(seam.ids):
                    reached.update(seam.ids)
        if following.ids:
            return reached.isdisjoint(following.ids)
        # The list has become shorter: what leads to its last offer counts.
        ends = (end.ids[-1:] for end in self._closing.get(place, ()))
        return not any(last in reached for end in ends for last in end)

    def _hole(self, place: int) -> Hole:
        held = {p: page.seconds for p, page in self._pages.items() if page.ids}
        before = max((p for p in held if p <= place), default=None)
        after = min((p for p in held if p > place), default=None)
        newest = END if before is None else held[before][-1]
        return Hole(newest, None if after is None else held[after][0])


def _is_misplaced(following: Answer, page: Answer, apart: int) -> bool:
    """Tell whether one of two pages, so many places *apart*, cannot be where it was asked for.

    They have offers in common, but not at the end of *page*, or more than may have moved there.
    """
    held = set(page.ids)
    shared = [offer for offer in following.ids if offer in held]
    if not shared:
        return False
    before, after = page.total or 0, following.total or 0
    most = PAGE_SIZE - apart + abs(before - after) + unseen(before)
    return len(shared) > most or page.ids.index(shared[0]) < following.ids.index(shared[0])


def rises(seconds: Iterable[int]) -> bool:
    """Tell whether dates rise, by more than a change of the clock explains.

    >>> rises((9000, 8000, 8001)), rises((1000, 3000, 5000))
    (False, True)
    """
    oldest = math.inf
    for second in seconds:
        if second - oldest > HOUR:
            return True
        oldest = min(oldest, second)
    return False
