"""One slice of a search, read from its newest offer to its oldest, window after window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.sweep.bounds_clock import BoundsClock
from ftcrawler.sweep.early_pages import EarlyPages
from ftcrawler.sweep.ledger import Ledger
from ftcrawler.sweep.next_window import NextWindow, Start
from ftcrawler.sweep.open_windows import OpenWindows
from ftcrawler.sweep.question import Ask
from ftcrawler.sweep.slice import Beyond, Need, Slice
from ftcrawler.sweep.window import Window

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.offers_met import OffersMet
    from ftcrawler.sweep.window_pages import Hole, Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneAsk(Ask):
    """A page of a window of a lane, or, without one, the page that may begin the next."""

    lane: Lane
    upper: int | None
    reads: tuple[Window | EarlyPages, Spot] | None = None


class Lane:
    """Says what to ask. `need` is what it leaves to others; who sees to it says so."""

    def __init__(
        self,
        part: Slice,
        clock: BoundsClock | None = None,
        *,
        beyond: Beyond = Beyond.CHAIN,
        backwards: bool = True,
        early: int = 0,
    ) -> None:
        self.slice = part
        self.clock = clock or BoundsClock()
        cut = part.narrow and beyond is not Beyond.REACH
        self.beyond = Beyond.DIVIDE if cut else beyond
        self.ledger = Ledger()
        self.need: Need | None = None
        # counted: its first total is known; left: others read, and account for, what it did not.
        self.done = self.counted = self.left = False
        self.total = self.under_way = 0
        self.problems: list[str] = []
        self.holes: list[Hole] = []
        # Seconds of the newest offer met, and of the oldest: how far it has come.
        self.head: int | None = None
        self.frontier: int | None = None
        self.next_window = NextWindow(part, self.clock)
        self._backwards = backwards
        early = early if self.beyond is Beyond.CHAIN else 0
        self._early_pages = EarlyPages(early, part.newest)
        self._windows = OpenWindows(self._early_pages)
        self._revived = self._ending = False

    def want(self, *, urgent: bool) -> LaneAsk | None:
        """Return a page to ask for now, if any; *urgent*: only what the next ones wait for."""
        if self.done or self.need:
            return None
        ask = self._open_next() if urgent else None
        if ask is None and (wanted := self._windows.want(urgent=urgent)):
            upper, offset = wanted[0].upper, wanted[0].offset_of(wanted[1])
            ask = LaneAsk(self.slice.under(upper), offset, lane=self, upper=upper, reads=wanted)
        self.under_way += ask is not None
        return ask

    def take(self, ask: LaneAsk, answer: Answer, seen: OffersMet) -> None:
        """Go on with an answer; *seen* are the offers met by the whole sweep, here added to."""
        self.under_way -= 1
        if self.done:  # it was left while this page was under way
            self.ledger.find(seen.add(answer.ids))
            return
        if answer.oldest is not None:
            self.frontier = min(answer.oldest, self.frontier or answer.oldest)
        if ask.reads:
            window, spot = ask.reads
            window.take(spot, answer)
        else:
            self._open(ask, answer)
        self._settle(seen)

    def lose(self, ask: LaneAsk, problem: str, seen: OffersMet) -> None:
        """Go on without an answer; it is asked for once more when all else is read."""
        self.under_way -= 1
        if self._revived:
            self.problems.append(problem)
        if ask.reads:
            window, spot = ask.reads
            window.lose(spot, for_good=self._revived)
        else:
            self.next_window.lose()
            self._ending = self._revived
            self.ledger.find(self._early_pages.give_up(seen) if self._ending else 0)
        self._settle(seen)

    def revive(self) -> None:
        """Ask once more for what was lost."""
        if not self._revived and not self.done:
            self._revived = True
            self.next_window.revive()
            self._windows.revive()

    def leave(self) -> None:
        """End here: other lanes read what is left, and give account of it."""
        self.ledger.hand_over(0)
        self.need, self.done, self.left = None, True, True

    def finish(self) -> None:
        """End with the windows that are open; other lanes read what is behind them."""
        self.need, self.left, self._ending = None, True, True
        self._end()

    def skip(self) -> None:
        """Go on below the second at which it is stuck; another lane reads that one."""
        self.need = None
        if not self.next_window.skip():
            self.finish()

    @property
    def met(self) -> int:
        """Offers of windows that are not accounted for yet."""
        return 0 if self.done else self._windows.met

    @property
    def short(self) -> bool:
        """Tell whether it gave less than it announced, or may have."""
        return not self.left and (self.ledger.short or bool(self.holes))

    @property
    def whole(self) -> Slice:
        """All that it read or should have read, without what was created since it began."""
        if self.slice.newest is not None or self.head is None:
            return self.slice
        return self.slice.up_to(self.clock.upper(self.head))

    def _open_next(self) -> LaneAsk | None:
        """Return the page that begins the next window, if it is time for it."""
        page = None if self._ending else self.next_window.want(self._windows.end)
        if page is None:
            return None
        return LaneAsk(page.criteria, page.offset, lane=self, upper=page.upper)

    def _open(self, ask: LaneAsk, answer: Answer) -> None:
        """Begin a window, if the answer goes on from what was read."""
        found = self.next_window.judge(answer, ask.upper, ask.offset)
        if not isinstance(found, Start):
            self.need = found
            return
        beyond = None if self.counted or not answer.beyond_reach else self.beyond
        window = Window(answer, found, backwards=self._backwards)
        self._windows.add(window)
        if not self.counted:
            self._early_pages.begin(window, beyond, bounded=self.slice.newest is not None)
            self.counted, self.total = True, window.total
            self.ledger.open(self.total)
            self.head = max(answer.seconds, default=None)
        if beyond in {Beyond.DIVIDE, Beyond.HALVE}:
            self.need = Need.PARTS if beyond is Beyond.DIVIDE else Need.HALVES

    def _settle(self, seen: OffersMet) -> None:
        """Account for the windows that are complete, in their order."""
        for window, offers in self._windows.complete():
            left, handed_over, new = window.left, window.handed_over, seen.add(offers)
            self.ledger.window(left, handed_over=handed_over, read=len(offers), new=new)
            self.holes += window.pages.holes()
            by_offsets = window.ends and window.left == self.total
            if window.pages.unordered and self.beyond is Beyond.CHAIN and not by_offsets:
                self.need = Need.UNORDERED
            elif window is self._windows.newest and not self.need:
                self._end_with(window)
        self._end()

    def _end(self) -> None:
        """End, if nothing more is to be opened, and all that was is read."""
        if self._ending and not self._windows and not self.done:
            self.done = True
            if self.left:
                self.ledger.hand_over(0)

    def _end_with(self, window: Window) -> None:
        if window.ends:
            self.done = True
            self.ledger.expect(0)
        elif self.beyond is not Beyond.CHAIN:
            self.done = True
        elif window.bulk is not None:
            self.next_window.sound(window.bulk, window.behind)
        elif not window.last or self._windows.stalled:
            self.need = Need.REST
