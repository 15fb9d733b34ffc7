"""Progress as a bar on the last line of a terminal; what is logged goes above it."""

from __future__ import annotations

import logging
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TextIO

from tqdm import tqdm  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.reporting.progress_text import percent, texts

if TYPE_CHECKING:
    from ftcrawler.reporting.progress import Progress

FORM: Final = "{n:3d} % {bar} {desc}"
# What stands beside the text: a percentage, blanks, and the least bar that can still be read.
BESIDE: Final = len("100 %  ") + 5
# Room for ^C, which would wrap, and take the bar with it to the line above.
KEPT_FREE: Final = 3
UNKNOWN_WIDTH: Final = 80  # some consoles say 0


class TerminalBar:
    """Drawn when shown progress, and again after each line that is logged meanwhile."""

    def __init__(self, terminal: TextIO) -> None:
        # tqdm would start a thread that looks after bars that stand still, and make a lock that
        # other processes can hold; this bar is alone.
        tqdm.monitor_interval = 0
        tqdm.set_lock(threading.RLock())
        self._terminal = terminal
        self._bar: tqdm | None = None
        self._moved: list[logging.StreamHandler[TextIO]] = []

    def show(self, shown: Progress) -> None:
        """Draw the bar, as wide as the terminal now is; a terminal that has gone is left alone."""
        with suppress(OSError):
            columns = os.get_terminal_size(self._terminal.fileno()).columns
            bar = self._bar = self._bar or self._open()
            bar.ncols = (columns or UNKNOWN_WIDTH) - KEPT_FREE
            bar.n = percent(shown)
            known = texts(shown)
            fits = (text for text in known if len(text) <= bar.ncols - BESIDE)
            bar.set_description_str(next(fits, known[-1]))

    def close(self) -> None:
        """Wipe the bar off, and let the log write by itself again."""
        with suppress(OSError):
            for handler in self._moved:
                handler.setStream(self._terminal)
            self._moved = []
            if self._bar is not None:
                self._bar.close()

    def _open(self) -> tqdm:
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is self._terminal:
                handler.setStream(_Above(self._terminal))
                self._moved.append(handler)
        return tqdm(total=100, file=self._terminal, leave=False, bar_format=FORM, ncols=1)


class _Above:
    """A stream that writes above the bar; a log handler hands it whole lines."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> None:
        tqdm.write(text, file=self._terminal, end="")

    def flush(self) -> None:
        self._terminal.flush()
