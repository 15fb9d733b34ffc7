"""What strangers say (servers, arguments, offers), fit for a log, a terminal and a mail."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category

from ftcrawler.masking import masked

LONGEST: Final = 300
# For a whole message of ours, which may list towns, fields or codes.
LONGEST_MESSAGE: Final = 2000
# Blanks that French puts around its punctuation and within its numbers.
FRENCH_BLANKS: Final = "\u00a0\u202f"
_BLANKS: Final = re.compile(r"\s+")


class _Shown(dict[int, str]):
    """For str.translate: what is shown of each character."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if not char.isprintable() and char not in FRENCH_BLANKS:
            char = "" if category(char) == "Cf" else " "
        self[code] = char
        return char


_SHOWN: Final = _Shown()
_SHOWN_IN_LINES: Final = _Shown({ord("\n"): "\n", ord("\t"): "\t"})


def one_line(text: str, *, most: int = LONGEST) -> str:
    r"""Return *text* on one line of at most *most* characters, without secrets (masking.py).

    What would move a cursor or end a line becomes a blank, what is invisible or would reorder
    the line goes. The blanks of French stay.

    >>> one_line("bad\x1b[2J\r\nline \u202e ok"), one_line("abcdef", most=4)
    ('bad [2J line ok', 'abc…')
    >>> one_line("«\u202f12\u202f345 offres\u202f»\u200b") == "«\u202f12\u202f345 offres\u202f»"
    True
    """
    # Twice: what was removed may have stood within a secret.
    line = _BLANKS.sub(_one_blank, masked(text).translate(_SHOWN)).strip()
    line = masked(line)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def printable(text: str) -> str:
    r"""Return a text of several lines with the same care: its lines and tabs stay.

    >>> printable("a\x1b[2J\r\n\tb")
    'a [2J\n\tb'
    """
    return masked(masked(text).replace("\r\n", "\n").translate(_SHOWN_IN_LINES))


def _one_blank(blanks: re.Match[str]) -> str:
    first = blanks[0][0]
    return first if first in FRENCH_BLANKS else " "
