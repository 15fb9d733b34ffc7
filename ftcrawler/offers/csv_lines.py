"""Rows of offers as lines of CSV: for programs to the character, for a spreadsheet guarded.

Not the module csv, which looks at texts of 4 KB character by character: it takes more than twice
the time (benchmarks/RESULTS.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

END: Final = "\r\n"  # RFC 4180
QUOTE, TWO_QUOTES = '"', '""'
# A spreadsheet takes a text that begins so for a formula, in some languages in full width too, and
# may leave out blanks and what is not shown before it looks; a tab or a line end may end the cell.
FORMULA: Final = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
CELL_ENDS: Final = frozenset("\t\r\n")
DIGITS: Final = frozenset("0123456789")
# And a text like these for a number or a date: it would lose zeros, digits or its form. Of 255
# characters at most, as a text within a formula. Other digits alone stay as they are.
NUMBER_LIKE: Final = re.compile(
    r"0[\d ]{1,250}|\d{16,250}|(?=.*\D)[\d .,:/%Ee€+-]{2,250}", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How values are written. *guarded*: a spreadsheet takes no text for anything else."""

    delimiter: str = ","
    decimal: str = "."
    booleans: tuple[str, str] = ("false", "true")
    guarded: bool = False

    def line(self, cells: Iterable[Any]) -> str:
        """Return one line; None is an empty cell, and an empty text is quoted.

        >>> Manner(delimiter=";", decimal=",").line(["01", None, 'a "b" c', 1.5, True])[:-2]
        '"01";;"a ""b"" c";1,5;true'
        """
        if self.guarded:
            cells = [_as_text(cell) if type(cell) is str else cell for cell in cells]
        texts = [
            f'"{cell.replace(QUOTE, TWO_QUOTES) if QUOTE in cell else cell}"'
            if type(cell) is str
            else ("" if cell is None else self._plain(cell))
            for cell in cells
        ]
        return self.delimiter.join(texts) + END

    def _plain(self, value: float | bool) -> str:  # noqa: FBT001 (a boolean is a value)
        if type(value) is bool:
            return self.booleans[value]
        return str(value).replace(".", self.decimal)


FOR_PROGRAMS: Final = Manner()
# What opens by a double click on a machine set to French.
FRENCH_EXCEL: Final = Manner(delimiter=";", decimal=",", booleans=("FAUX", "VRAI"), guarded=True)


def _as_text(value: str) -> str:
    """Return what a spreadsheet shows as *value*, or nearly so.

    >>> [_as_text(text) for text in ("- Vous aimez", "＝1+1", "07000", "M1805", " x")]
    ["'- Vous aimez", "'＝1+1", '="07000"', 'M1805', ' x']
    """
    first = value[:1]
    if first.isalpha():  # most are like that
        return value
    if first in DIGITS:
        return f'="{value}"' if NUMBER_LIKE.fullmatch(value) else value
    if first in CELL_ENDS:
        return f"'{value}"
    shown = next((sign for sign in value if sign != " " and sign.isprintable()), "")
    return f"'{value}" if shown in FORMULA else value
