"""Offers as sheets of an Excel workbook: dates, numbers, booleans of their types, codes as text.

Importing this imports XlsxWriter: it is done only where xlsx is asked for.
"""

from __future__ import annotations

import re
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has no py.typed

from ftcrawler.offers.columns import COLUMNS
from ftcrawler.offers.field_types import Scalar
from ftcrawler.offers.fields import NOT_TOLD
from ftcrawler.offers.refused_characters import MARK
from ftcrawler.offers.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from io import RawIOBase
    from typing import BinaryIO

SHEET: Final = "Offres"
# Excel's own limits; a cell counts UTF-16 units.
ROWS: Final = 1_048_576
LONGEST: Final = 32_767
CUT: Final = "… [coupé ici : limite d'Excel]"
# Beyond that Excel, which has only floats, would change a digit.
EXACT: Final = 10**15
MOMENTS: Final = {column.name for column in COLUMNS if column.kind is Scalar.MOMENT}
# Excel counts days from here, and takes 1900 for a leap year: it is right from March 1900 on.
DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 (a moment as the API writes it)
FIRST_YEAR: Final = 1901
DATE_FORMAT: Final = "dd/mm/yyyy hh:mm:ss"
# What XML 1.0 has no room for.
NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
WIDTH: Final = 18
WIDTHS: Final = {"intitule": 40, "description": 60}


class Writer:
    """Writes a workbook of the columns *chosen*, each under its name in the file.

    Rows wait in a temporary file, and memory does not grow. What one sheet cannot hold goes to
    the next; `cut` counts the texts that were too long for a cell.
    """

    def __init__(
        self, file: BinaryIO | RawIOBase, chosen: Mapping[str, str], *, rows: int = ROWS
    ) -> None:
        self._folder = TemporaryDirectory(prefix="ftcrawler-xlsx-")
        options = {"constant_memory": True, "tmpdir": self._folder.name}
        self._book = Workbook(file, options)
        self._book.use_zip64()
        self._bold = self._book.add_format({"bold": True})
        self._date = self._book.add_format({"num_format": DATE_FORMAT})
        self._chosen = chosen
        self._rows = Rows(tuple(chosen))
        self._moments = [name in MOMENTS for name in chosen]
        self._most = rows
        self._sheets = 0
        self.cut = 0
        self._add_sheet()

    def add(
        self, offers: Iterable[Mapping[str, Any]], found: Sequence[str | None] = NOT_TOLD
    ) -> None:
        """Write one row an offer; *found* are the values of FOUND, of all of them."""
        for cells in self._rows.of(offers, found):
            if self._row == self._most:
                self._end_sheet()
                self._add_sheet()
            self._write(cells)

    def close(self) -> None:
        """Put the workbook together, and write it."""
        self._end_sheet()
        self._book.close()
        self._folder.cleanup()

    def _add_sheet(self) -> None:
        self._sheets += 1
        name = SHEET if self._sheets == 1 else f"{SHEET} {self._sheets}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        # A postcode is a text on purpose.
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})
        for place, (name, title) in enumerate(self._chosen.items()):
            self._sheet.set_column(place, place, WIDTHS.get(name, WIDTH))
            self._sheet.write_string(0, place, self._fit(title), self._bold)
        self._row = 1

    def _end_sheet(self) -> None:
        self._sheet.autofilter(0, 0, self._row - 1, len(self._chosen) - 1)

    def _write(self, cells: Sequence[Any]) -> None:
        sheet, row = self._sheet, self._row
        for place, value in enumerate(cells):
            kind = type(value)
            if kind is str:
                if self._moments[place] and (days := _days(value)) is not None:
                    sheet.write_number(row, place, days, self._date)
                elif value:
                    sheet.write_string(row, place, self._fit(value))
            elif kind is bool:
                sheet.write_boolean(row, place, value)
            elif value is not None:
                if -EXACT < value < EXACT:
                    sheet.write_number(row, place, value)
                else:
                    sheet.write_string(row, place, str(value))
        self._row += 1

    def _fit(self, text: str) -> str:
        """Return a text as a cell can hold it."""
        if not text.isprintable():
            text = NOT_XML.sub(MARK, text)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text.endswith("</r>"):
            text += " "  # else XlsxWriter takes one that begins with <r> for its own XML
        if len(text) > LONGEST // 2 and len(units := text.encode("utf-16-le")) > 2 * LONGEST:
            self.cut += 1
            kept = units[: 2 * (LONGEST - len(CUT))]
            text = kept.decode("utf-16-le", "ignore") + CUT
        return text


def _days(moment: str) -> float | None:
    """Return a moment as Excel counts it, by the clock of the API; None before its calendar.

    >>> _days("2026-02-27T12:00:00.000Z"), _days("0001-01-01T00:00:00Z")
    (46080.5, None)
    """
    read = datetime.fromisoformat(moment).replace(tzinfo=None)
    if read.year < FIRST_YEAR:
        return None
    return (read - DAY_ZERO).total_seconds() / 86400
