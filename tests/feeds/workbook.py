"""Read a workbook's cells back from its XML, with their types, as a spreadsheet would."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Rows = list[list[Any]]


def sheets_of(path: Path) -> dict[str, Rows]:
    """Return the rows of each sheet; None is an empty cell."""
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        dates = _date_styles(book)
        names = [each.attrib["name"] for each in _part(book, "workbook").iter(f"{MAIN}sheet")]
        return {
            name: _rows(_part(book, f"worksheets/sheet{number}"), dates)
            for number, name in enumerate(names, 1)
        }


def records_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of the only sheet by the names in its first row."""
    (rows,) = sheets_of(path).values()
    head = rows[0]
    return [
        dict(zip(head, row + [None] * (len(head) - len(row)), strict=True)) for row in rows[1:]
    ]


def _part(book: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(book.read(f"xl/{name}.xml"))


def _date_styles(book: zipfile.ZipFile) -> set[str]:
    styles = _part(book, "styles")
    formats = {
        each.attrib["numFmtId"]
        for each in styles.iter(f"{MAIN}numFmt")
        if "yyyy" in each.attrib["formatCode"]
    }
    cells = styles.find(f"{MAIN}cellXfs")
    assert cells is not None
    return {str(place) for place, xf in enumerate(cells) if xf.attrib["numFmtId"] in formats}


def _rows(sheet: ET.Element, dates: set[str]) -> Rows:
    rows = []
    for row in sheet.iter(f"{MAIN}row"):
        cells: list[Any] = []
        for cell in row:
            place = _column(cell.attrib["r"])
            cells += [None] * (place - len(cells))
            cells.append(_value(cell, dates))
        rows.append(cells)
    return rows


def _value(cell: ET.Element, dates: set[str]) -> Any:
    assert cell.find(f"{MAIN}f") is None, "a formula"
    if cell.attrib.get("t") == "inlineStr":
        text = "".join(each.text or "" for each in cell.iter(f"{MAIN}t"))
        return re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text)
    (number,) = (each.text or "" for each in cell.iter(f"{MAIN}v"))
    if cell.attrib.get("t") == "b":
        return number == "1"
    if cell.attrib.get("s") in dates:
        return datetime(1899, 12, 30) + timedelta(days=float(number))  # noqa: DTZ001 (as it is written)
    return float(number)


def _column(reference: str) -> int:
    """Return the place of a cell in its row, from 0.

    >>> _column("A1"), _column("AB12")
    (0, 27)
    """
    place = 0
    for letter in reference.rstrip("0123456789"):
        place = 26 * place + ord(letter) - 64
    return place - 1
