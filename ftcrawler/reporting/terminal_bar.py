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
    from collections.abc import Mapping

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
        self._columns = 0
        self._moved: list[logging.StreamHandler[TextIO]] = []

    def show(self, shown: Progress) -> None:
        """Draw the bar, as wide as the terminal now is; a terminal that has gone is left alone."""
        with suppress(OSError):
            bar = self._bar = self._bar or self._open()
            self._fit(bar)
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
                with suppress(OSError):
                    self._fit(self._bar)
                self._bar.close()

    def write_above(self, text: str) -> None:
        """Write whole lines where the bar is, and the bar below them."""
        if self._bar is not None:
            with suppress(OSError):
                self._fit(self._bar)
        tqdm.write(text, file=self._terminal, end="")

    def flush(self) -> None:
        """Hand over what was written."""
        self._terminal.flush()

    def _open(self) -> tqdm:
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is self._terminal:
                handler.setStream(_Above(self))
                self._moved.append(handler)
        return tqdm(total=100, file=self._terminal, leave=False, bar_format=FORM, ncols=1)

    def _fit(self, bar: tqdm) -> None:
        """Make the bar as wide as the terminal now is, and wipe off one drawn wider.

        tqdm would write blanks over it, in a line that they do not fit into any more.
        """
        before, drawn = self._columns, bar.ncols
        self._columns = os.get_terminal_size(self._terminal.fileno()).columns or UNKNOWN_WIDTH
        bar.ncols = self._columns - KEPT_FREE
        if self._columns < min(before, drawn) and os.name != "nt":
            above = (drawn - 1) // self._columns if _wraps_again(os.environ) else 0
            self._terminal.write((f"\x1b[{above}A" if above else "") + "\r\x1b[J")
            bar.sp = bar.status_printer(self._terminal)  # which has drawn nothing yet


def _wraps_again(environment: Mapping[str, str]) -> bool:
    """Tell whether a terminal that becomes narrower wraps the lines it shows; most do.

    >>> _wraps_again({"TERM": "xterm-256color"}), _wraps_again({"XTERM_VERSION": "XTerm(379)"})
    (True, False)
    """
    in_screen = "STY" in environment and "TMUX" not in environment
    return not in_screen and "XTERM_VERSION" not in environment


class _Above:
    """A stream that writes above the bar; a log handler hands it whole lines."""

    def __init__(self, bar: TerminalBar) -> None:
        self._bar = bar

    def write(self, text: str) -> None:
        self._bar.write_above(text)

    def flush(self) -> None:
        self._bar.flush()
