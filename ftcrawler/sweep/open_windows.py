"""The windows that a lane reads at a time, in their order."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.window import Window
    from ftcrawler.sweep.window_pages import Spot

# The next window is opened while so few pages of the others are still to come: enough for the
# answers to overlap, and not so many that what they were counted against has moved.
AHEAD: Final = 45


class OpenWindows:
    """Those that are not complete, and the one that was opened last."""

    def __init__(self) -> None:
        self.newest: Window | None = None
        self._open: deque[Window] = deque()

    def __bool__(self) -> bool:
        return bool(self._open)

    def add(self, window: Window) -> None:
        """Read one more."""
        self.newest = window
        self._open.append(window)

    def want(self, *, urgent: bool) -> tuple[Window, Spot] | None:
        """Return a page to ask for now, if any; *urgent*: only what the next ones wait for."""
        for window in self._open:
            if spot := window.next(urgent=urgent):
                return window, spot
        return None

    def complete(self) -> Iterator[Window]:
        """Yield, once each, those that are complete and have no incomplete one before them."""
        while self._open and self._open[0].complete:
            yield self._open.popleft()

    def revive(self) -> None:
        """Ask once more for what was lost."""
        for window in self._open:
            window.revive()

    @property
    def met(self) -> int:
        """How many offers the open ones hold so far."""
        return sum(len(window.offers()) for window in self._open)

    @property
    def end(self) -> Answer | None:
        """The page that the next window goes on from, once it is time for that."""
        window = self.newest
        if window is None or window.ends or window.bulk:
            return None
        ahead = sum(each.waiting for each in self._open)
        last = window.last
        return last if last and ahead <= AHEAD else None


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
