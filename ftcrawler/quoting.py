"""What strangers say (servers, arguments, offers), fit for a log, a terminal and a mail."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 300


def one_line(text: str, *, most: int = LONGEST) -> str:
    r"""Return *text* on one line of at most *most* characters, without control characters.

    What would move a cursor, end a line or reorder it becomes a blank.

    >>> one_line("bad\x1b[2J\r\nline \u202e ok"), one_line("abcdef", most=4)
    ('bad [2J line ok', 'abc…')
    """
    shown = "".join(char if char.isprintable() else " " for char in text)
    line = " ".join(shown.encode(errors="replace").decode().split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
