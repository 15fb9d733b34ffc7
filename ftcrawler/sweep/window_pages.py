"""The pages of one window as they come in, and the seams between those that share no offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.api.creation_dates import END
from ftcrawler.api.query_limits import MAX_START, PAGE_SIZE
from ftcrawler.sweep.overlap import goes_on, rises

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.sweep.answer import Answer

STEP: Final = PAGE_SIZE - 1
# How far before the second of two pages that share nothing the seam is looked for, in turn: far
# before it where offers have vanished, near or behind where others have appeared.
SEAMS: Final = (75, 10, 145, -60)
TRIES: Final = len(SEAMS) + 2  # then either page once more: one may have been of another place


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
        self._seams_tried: dict[int, int] = {}
        # Answers, by the place of their page, beyond which there was nothing.
        self._closing: dict[int, list[Answer]] = {}
        # Places behind which something is missing, for good.
        self._given_up: set[int] = set()

    def offset(self, place: int) -> int:
        """Return where a page begins."""
        return min(self._start + STEP * place, MAX_START)

    def offset_of(self, spot: Spot) -> int:
        """Return where to begin to read a page or a seam."""
        if spot.seam is None:
            return self.offset(spot.place)
        return min(max(self.offset(spot.place + 1) - SEAMS[spot.seam], 0), MAX_START)

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

    def next_torn(self) -> int | None:
        """Return such a page, if there is one left; those tried in vain are given up."""
        for place in list(self.torn()):
            if self._seams_tried.get(place, 0) < TRIES:
                return place
            self.give_up(place, seam=True)
        return None

    def next_seam(self) -> Spot | None:
        """Return what to read where a page is torn from the next."""
        place = self.next_torn()
        if place is None:
            return None
        self._seams_tried[place] = 1 + (tried := self._seams_tried.get(place, 0))
        return Spot(place, tried) if tried < len(SEAMS) else Spot(place + tried - len(SEAMS))

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
        return following is not None and not goes_on(
            self._pages[place],
            following,
            apart=self.offset(place + 1) - self.offset(place),
            seams=self._seams.get(place, ()),
            ends=self._closing.get(place, ()),
        )

    def _hole(self, place: int) -> Hole:
        held = {p: page.seconds for p, page in self._pages.items() if page.ids}
        before = max((p for p in held if p <= place), default=None)
        after = min((p for p in held if p > place), default=None)
        newest = END if before is None else held[before][-1]
        return Hole(newest, None if after is None else held[after][0])
