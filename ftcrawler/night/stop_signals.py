"""Ctrl-C and SIGTERM during a night: a crawl stops in good order, anything else at once."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ftcrawler.crawling.crawl_process import TimeLimit

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW: Final = 0.0
LATER: Final = 1.0


class StopSignals:
    """What came so far. A terminal sends Ctrl-C to the crawl as well; SIGTERM comes here alone.

    So the first Ctrl-C is not passed on, and the first SIGTERM is. One more of each kills.
    """

    def __init__(self) -> None:
        self._interrupts = self._terminations = 0
        self._quiet = False

    @property
    def asked(self) -> bool:
        """Whether the night is to stop."""
        return bool(self._interrupts or self._terminations)

    @property
    def limit(self) -> TimeLimit:
        """When a crawl that is under way is to stop."""
        return TimeLimit(
            to_stop=lambda: NOW if self._terminations or self._interrupts > 1 else LATER,
            to_kill=lambda: NOW if self._terminations > 1 or self._interrupts > 2 else LATER,  # noqa: PLR2004 (see above)
        )

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Hear signals here: outside a crawl each raises KeyboardInterrupt."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self._hear) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def left_to_a_crawl(self) -> Iterator[None]:
        """Raise nothing as long as a crawl is under way."""
        self._quiet = True
        try:
            if self.asked:
                raise KeyboardInterrupt
            yield
        finally:
            self._quiet = False

    def over(self) -> None:
        """Raise nothing any more: the last lines are being said."""
        self._quiet = True

    def _hear(self, number: int, _frame: object) -> None:
        if number == signal.SIGTERM:
            self._terminations += 1
        else:
            self._interrupts += 1
        if not self._quiet:
            raise KeyboardInterrupt
