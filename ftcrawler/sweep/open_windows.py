"""The windows that a lane reads at a time, in their order."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.early_pages import EarlyPages
    from ftcrawler.sweep.window import Window
    from ftcrawler.sweep.window_pages import Spot

# The next window is opened while so few pages of the others are still to come: enough for the
# answers to overlap, and not so many that what they were counted against has moved.
AHEAD: Final = 45
# So many windows in a row may bring nothing new.
MAX_STALLS: Final = 2


class OpenWindows:
    """Those that are not complete, and the one that was opened last.

    *early* are pages of the first, which are asked for before it is there.
    """

    def __init__(self, early: EarlyPages) -> None:
        self._early = early
        self.newest: Window | None = None
        self._open: deque[Window] = deque()
        self._dense = Dense()
        self._stalls = 0

    def __bool__(self) -> bool:
        return bool(self._open)

    def add(self, window: Window) -> None:
        """Read one more."""
        self.newest = window
        self._open.append(window)

    def want(self, *, urgent: bool) -> tuple[Window | EarlyPages, Spot] | None:
        """Return a page to ask for now, if any; *urgent*: only what the next ones wait for."""
        for window in self._open:
            if spot := window.next(urgent=urgent):
                return window, spot
        early = None if urgent else self._early.next()
        return None if early is None else (self._early, early)

    def complete(self) -> Iterator[tuple[Window, dict[str, int]]]:
        """Yield, once each, those that are complete and have no incomplete one before them.

        With each come id and second of its offers.
        """
        while self._open and self._open[0].complete:
            window = self._open.popleft()
            offers = window.offers()
            self._dense.note(tuple(offers.values()))
            self._stalls = 0 if offers else self._stalls + 1
            yield window, offers

    def revive(self) -> None:
        """Ask once more for what was lost."""
        for window in self._open:
            window.revive()

    @property
    def met(self) -> int:
        """How many offers the open ones hold so far."""
        return sum(len(window.offers()) for window in self._open)

    @property
    def stalled(self) -> bool:
        """Tell whether those that were complete last brought nothing."""
        return self._stalls > MAX_STALLS

    @property
    def end(self) -> tuple[Answer, int, int] | None:
        """What the next window goes on from, once it is time for that.

        The last page; how many offers were read at its last second; how many are left behind it.
        """
        window = self.newest
        if window is None or window.ends or window.bulk:
            return None
        ahead = sum(each.waiting for each in self._open)
        last = window.last
        if not last or ahead > AHEAD:
            return None
        dense = self._dense.after(last.seconds, settled=not self._open)
        return None if dense is None else (last, dense, window.behind)


class Dense:
    """How many offers were read at the last second."""

    def __init__(self) -> None:
        self._count = 0
        self._second: int | None = None

    def note(self, seconds: Sequence[int]) -> None:
        """Take in what was read next."""
        if not seconds:
            return
        run = last_run(seconds)
        goes_on = run == len(seconds) and self._second == seconds[-1]
        self._count, self._second = run + (self._count if goes_on else 0), seconds[-1]

    def after(self, page: Sequence[int], *, settled: bool) -> int | None:
        """Return it for the last page read; None if it may begin in one that is not *settled*.

        >>> dense = Dense()
        >>> dense.note((5, 4, 4))
        >>> dense.after((4, 4), settled=True), dense.after((4, 4), settled=False)
        (2, None)
        >>> dense.after((4, 3), settled=False)
        1
        """
        run = last_run(page)
        if run < len(page):
            return run
        return self._count if settled else None


def last_run(seconds: Sequence[int]) -> int:
    """Count the equal seconds at the end.

    >>> last_run((5, 4, 4)), last_run((4,)), last_run(())
    (2, 1, 0)
    """
    last = seconds[-1:]
    return next(
        (count for count, second in enumerate(reversed(seconds)) if (second,) != tuple(last)),
        len(seconds),
    )
