"""Rows of a query as a person reads them in a terminal: what fits, and what is left out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import UNKNOWN, count

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP: Final = "  "
# A text is shown this wide at least, or not at all; none is longer than the other.
NARROWEST: Final = 8
LONGEST: Final = 200
# Figures from here on have their thousands apart: a year has not.
LONG: Final = 10_000


def result_table(
    names: Sequence[str], rows: Sequence[Sequence[Any]], *, width: int, left_out: int = 0
) -> str:
    """Return the rows under their names, no line wider than *width*, and what is not shown.

    *left_out* is how many more rows there are. Texts are cut first, then last columns left out.

    >>> print(result_table(["metier", "offres"], [["K1304", 12345], [None, 7]], width=60))
    metier  offres
    K1304   12 345
    —            7
    2 lignes
    """
    columns = [_Column.of(name, [row[place] for row in rows]) for place, name in enumerate(names)]
    shown = columns[: _number_that_fits([column.least for column in columns], width)]
    room = width - len(GAP) * (len(shown) - 1)
    widths = _narrowed(shown, room)
    lines = [
        GAP.join(column.cell(place, most) for column, most in zip(shown, widths, strict=True))
        for place in range(len(rows) + 1)
    ]
    hidden = len(columns) - len(shown)
    return "\n".join([*(line.rstrip() for line in lines), _remarks(len(rows), left_out, hidden)])


@dataclass(frozen=True, slots=True)
class _Column:
    """Its name and its values as they are shown whole; texts may be cut down to `least`."""

    cells: Sequence[str]
    is_number: bool
    least: int

    @classmethod
    def of(cls, name: str, values: Sequence[Any]) -> _Column:
        cells = [one_line(name), *map(_cell, values)]
        told = [value for value in values if value is not None]
        whole = told and not any(isinstance(value, str | list | dict | bytes) for value in told)
        widest = max(map(len, cells))
        return cls(
            cells,
            bool(told) and all(map(_is_number, told)),
            widest if whole else min(widest, NARROWEST),
        )

    @property
    def widest(self) -> int:
        return max(map(len, self.cells))

    def cell(self, place: int, width: int) -> str:
        text = self.cells[place]
        if len(text) > width:
            text = f"{text[: width - 1]}…"
        return text.rjust(width) if self.is_number else text.ljust(width)


def _number_that_fits(least: Sequence[int], room: int) -> int:
    """Return how many columns have room, one at least.

    >>> _number_that_fits([8, 8, 8], 20), _number_that_fits([30], 20)
    (2, 1)
    """
    number = len(least)
    while number > 1 and sum(least[:number]) + len(GAP) * (number - 1) > room:
        number -= 1
    return number


def _narrowed(columns: Sequence[_Column], room: int) -> list[int]:
    widths = [column.widest for column in columns]
    while sum(widths) > room:
        spare = [each - column.least for each, column in zip(widths, columns, strict=True)]
        if not any(spare):
            break
        widths[spare.index(max(spare))] -= 1
    return widths


def _is_number(value: Any) -> bool:  # noqa: ANN401 (any value of SQL)
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _cell(value: Any) -> str:  # noqa: ANN401 (any value of SQL)
    """Return a value in French, but for days and moments, which are as SQL takes them.

    >>> [_cell(value) for value in (None, True, 2026, 12345, 2150.5, 0.8731, [1])]
    ['—', 'oui', '2026', '12 345', '2150,50', '0,8731', '[1]']
    """
    match value:
        case None:
            text = UNKNOWN
        case bool():
            text = "oui" if value else "non"
        case int() | float() | Decimal():
            text = _number(value)
        case datetime():
            text = value.isoformat(" ", "minutes").replace("+00:00", "Z")
        case list() | dict():
            text = one_line(json.dumps(value, ensure_ascii=False, default=str), most=LONGEST)
        case _:
            text = one_line(str(value), most=LONGEST)
    return text


def _number(value: Any) -> str:  # noqa: ANN401 (any number of SQL)
    decimals = 0 if isinstance(value, int) else 2 if abs(value) >= 1 else 4
    if isinstance(value, Decimal) and value == value.to_integral_value():
        decimals = 0
    text = f"{value:,.{decimals}f}" if abs(value) >= LONG else f"{value:.{decimals}f}"
    return text.replace(",", " ").replace(".", ",")


def _remarks(rows: int, left_out: int, hidden: int) -> str:
    text = count(rows, "ligne")
    if left_out:
        text = f"{text} sur {count(rows + left_out, 'ligne').partition(' ligne')[0]}"
    if hidden:
        columns = "colonnes cachées" if hidden > 1 else "colonne cachée"
        text += f", {hidden} {columns} faute de place"
    if left_out or hidden:
        text += " : --format csv donne tout"
    return text
