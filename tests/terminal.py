"""A terminal as a program finds it, and its screen as a person sees it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
from typing import Self

PATIENCE = 30  # seconds without a byte


class Terminal:
    """Open while in a `with`; a program writes to `writer`, a descriptor."""

    def __init__(self, columns: int) -> None:
        self.written = ""
        self._reader, self.writer = pty.openpty()
        self.resize(columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        os.close(self._reader)
        self.hang_up()

    def resize(self, columns: int) -> None:
        fcntl.ioctl(self.writer, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))

    def hang_up(self) -> None:
        """Leave the writing to those who hold the terminal besides."""
        if self.writer >= 0:
            os.close(self.writer)
            self.writer = -1

    def read_until(self, pattern: str) -> str:
        """Return everything written so far, once that holds the pattern."""
        while not re.search(pattern, self.written):
            assert self._read(), f"no {pattern!r} in {self.written!r}"
        return self.written

    def read_to_end(self) -> str:
        """Return everything written, once all who write have closed it."""
        while self._read():
            pass
        return self.written

    def _read(self) -> bool:
        ready, _, _ = select.select([self._reader], [], [], PATIENCE)
        assert ready, f"nothing follows {self.written!r}"
        try:
            found = os.read(self._reader, 65536)
        except OSError:  # nobody holds the other end any more
            return False
        self.written += found.decode()
        return True


def screen(written: str) -> list[str]:
    r"""Return the lines that a person sees; a carriage return writes over what was there.

    What erases a line does; what moves up, to the beginning of one that was wrapped, need not.

    >>> screen("one\r\n50 %\r    \rtwo\r\n"), screen("50 % of it\x1b[1A\r\x1b[Jtwo")
    (['one', 'two', ''], ['two'])
    """
    lines = []
    for line in written.split("\n"):
        cells: list[str] = []
        for part in re.sub(r"\x1b\[\d+A", "", line).split("\r"):
            erased, _, text = part.rpartition("\x1b[J")
            cells = [] if erased or part != text else cells
            cells[: len(text)] = text
        lines.append("".join(cells).rstrip())
    return lines
