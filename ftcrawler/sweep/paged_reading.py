"""Read a search that one query reaches: page after page, in any order of answers.

When offers vanish, those behind move up, maybe into a page that was read already. The totals show
it, and the seam between the two pages is read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.api.query_limits import MAX_START, PAGE_SIZE, PAGES_PER_QUERY, pages_for
from ftcrawler.sweep.movement import restless
from ftcrawler.sweep.question import Ask

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer

# Offers read again on either side of a seam, and how often it is looked for.
MARGIN: Final = 10
SEAM_TRIES: Final = 5
# How often the head of the list is read again for what is new.
HEADS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAsk(Ask):
    """A page, counted from 1, or the seam that follows it, or the head of the list once more."""

    page: int
    seam: bool = False
    head: bool = False
    tries: int = 0


class PagedReading:
    """Asks at most the pages that one query reaches, and the seams where offers moved up."""

    def __init__(self) -> None:
        self.after: int | None = None
        self.announced: int | None = None
        self.appeared = 0
        self.vanished = 0
        # Pages that never came, and those that nothing was seen to go on from, in French.
        self.never_came: list[str] = []
        self.unlinked: list[str] = []
        self.under_way = 0
        self._asked = 0
        self._needed = 1
        self._totals: dict[int, int] = {}
        self._ids: dict[int, tuple[str, ...]] = {}
        self._seams: list[PageAsk] = []
        # Pages that the next one is known to go on from, or will never be.
        self._closed: set[int] = set()
        self._seen: set[str] = set()
        self._heads = 0
        # Offers that only the head of the list showed: newer than those announced.
        self._new = 0

    @property
    def read(self) -> int:
        """How many different offers were met."""
        return len(self._seen)

    @property
    def met(self) -> int:
        """The same: each page is accounted for as it comes."""
        return self.read

    @property
    def finished(self) -> bool:
        """Tell whether every page it knows of was asked for and answered, or lost."""
        read = not self.under_way and self._asked >= self._needed and not self._torn()
        return read and not self._lacks_new()

    @property
    def problems(self) -> list[str]:
        """What went wrong, in French."""
        return self.never_came + self.unlinked

    @property
    def doubtful(self) -> bool:
        """Tell whether its pages do not prove that they hold all.

        Some lack by the last total, too many came and went, or the pages are not of one list.
        """
        if self.unlinked or restless(self.moved, self.announced or 0):
            return True
        ever = (self.announced or 0) + self.appeared
        # Where some came while others went, no count tells which of them were read.
        if self.read < (ever if self.appeared and self.vanished else self.after or 0):
            return True
        if self.read - self._new < (self.announced or 0) - self.vanished:
            return True
        # Pages read at one total have no offer in common, unless the list moved unseen.
        of_total: defaultdict[int, list[str]] = defaultdict(list)
        for page, total in self._totals.items():
            of_total[total] += self._ids[page]
        return any(len(set(ids)) < len(ids) for ids in of_total.values())

    @property
    def moved(self) -> int:
        """How many offers came and went, as far as the totals show."""
        return self.appeared + self.vanished

    @property
    def beyond_reach(self) -> bool:
        """Tell whether there are more offers than one query reaches."""
        return max(self.after or 0, self.announced or 0) > PAGES_PER_QUERY * PAGE_SIZE

    @property
    def missing(self) -> int:
        """Offers that should have been met and were not."""
        return max((self.announced or 0) - self.vanished - self.read, 0)

    def want(self) -> PageAsk | None:
        """Return what to ask now, None if an answer must come first, or all is read."""
        ask = None
        if self._asked < min(self._needed, PAGES_PER_QUERY):
            self._asked += 1
            ask = PageAsk({}, (self._asked - 1) * PAGE_SIZE, page=self._asked)
        elif not self.under_way:
            ask = self._next_seam() or self._head()
        self.under_way += ask is not None
        return ask

    def answered(self, ask: PageAsk, answer: Answer) -> None:
        """Take in a page; an empty one ends the search where it stands."""
        self.under_way -= 1
        self._note_total(answer.total)
        before = self.read
        self._seen.update(answer.ids)
        self._new += self.read - before if ask.head else 0
        if ask.seam:
            self._close_seam(ask, answer)
            return
        if ask.head:
            return
        self._ids[ask.page] = answer.ids
        if answer.total is not None:
            self._totals[ask.page] = answer.total
        if answer.ids:
            self._needed = max(self._needed, pages_for(self.after or 0))
        else:
            self._needed = min(self._needed, max(ask.page - 1, 1))

    def lost(self, ask: PageAsk, problem: str) -> None:
        """Name a page that could not be had."""
        self.under_way -= 1
        self.never_came.append(problem)
        self._totals.pop(ask.page, None)

    def _note_total(self, total: int | None) -> None:
        if total is None:
            return
        if self.announced is None or self.after is None:
            self.announced = self.after = total
        self.appeared += max(total - self.after, 0)
        self.vanished += max(self.after - total, 0)
        self.after = total

    def _torn(self) -> int | None:
        """Return a page behind which offers may have moved up before the next was read."""
        pages = (page for page in sorted(self._totals) if page + 1 in self._totals)
        torn = (p for p in pages if self._totals[p + 1] < self._totals[p] and self._ids[p])
        return next((page for page in torn if page not in self._closed), None)

    def _next_seam(self) -> PageAsk | None:
        page = self._torn()
        if page is None:
            return None
        moved = self._totals[page] - self._totals[page + 1]
        tries = next((seam.tries + 1 for seam in self._seams if seam.page == page), 0)
        self._seams = [seam for seam in self._seams if seam.page != page]
        offset = min(max(page * PAGE_SIZE - moved - MARGIN * 2**tries, 0), MAX_START)
        ask = PageAsk({}, offset, page=page, seam=True, tries=tries)
        self._seams.append(ask)
        return ask

    def _lacks_new(self) -> bool:
        """Tell whether offers came that no page held: the newest come first."""
        read_all = self._asked >= self._needed and not self.problems and not self.missing
        return read_all and self.read < (self.after or 0) and self._heads < HEADS

    def _head(self) -> PageAsk | None:
        if not self._lacks_new():
            return None
        self._heads += 1
        return PageAsk({}, page=1, head=True)

    def _close_seam(self, ask: PageAsk, answer: Answer) -> None:
        before = set(self._ids[ask.page]) & set(answer.ids)
        after = set(self._ids[ask.page + 1]) & set(answer.ids)
        if before and (after or len(answer) < PAGE_SIZE):
            self._closed.add(ask.page)
        elif ask.tries >= SEAM_TRIES:
            self._closed.add(ask.page)
            self.unlinked.append(f"page {ask.page} : la suite ne se raccorde pas")
