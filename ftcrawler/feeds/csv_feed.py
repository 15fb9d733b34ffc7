"""CSV: one line an offer. `csv` is for programs, `excel` for a person."""

from __future__ import annotations

import os
from codecs import getincrementalencoder
from dataclasses import replace
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from ftcrawler.feeds.exporters import OffersExporter, unpacked
from ftcrawler.offers.columns import CSV_COLUMNS
from ftcrawler.offers.csv_lines import FOR_PROGRAMS, FRENCH_EXCEL
from ftcrawler.offers.refused_characters import MARK, NUL, NUL_BYTE
from ftcrawler.offers.rows import Rows

if TYPE_CHECKING:
    from ftcrawler.feeds.exporters import Found, Offers
    from ftcrawler.offers.csv_lines import Manner


class CsvExporter(OffersExporter):
    """Options: `encoding`, `fields`; `item_export_kwargs`: `delimiter`, `include_headers_line`."""

    manner: ClassVar[Manner] = FOR_PROGRAMS

    def __init__(
        self,
        file: BinaryIO,
        *,
        delimiter: str | None = None,
        include_headers_line: bool = True,
        **options: Any,  # noqa: ANN401 (Scrapy's)
    ) -> None:
        super().__init__(file, **options)
        columns = self.chosen(CSV_COLUMNS)
        self._rows = Rows(tuple(columns))
        self._manner = replace(self.manner, delimiter=delimiter or self.manner.delimiter)
        self._headers = list(columns.values()) if include_headers_line else None
        encoder = getincrementalencoder(self.encoding or "utf-8")
        self._encoder = encoder("xmlcharrefreplace")  # a narrower encoding loses no character

    def begin(self) -> None:
        """Write the header, unless it is there: a file may be appended to."""
        if _is_filled(self.file):
            self._encoder.setstate(0)  # so does a mark of the encoding
        elif self._headers:
            self._write(self._manner.line(self._headers))

    def write(self, offers: Offers, found: Found) -> None:
        """Write one line an offer."""
        self._write("".join(map(self._manner.line, self._rows.of(offers, found))))

    def _write(self, text: str) -> None:
        state = self._encoder.getstate()
        body = self._encoder.encode(text)
        if NUL_BYTE in body and NUL in text:
            self._encoder.setstate(state)
            body = self._encoder.encode(text.replace(NUL, MARK))
        self.file.write(body)


class TsvExporter(CsvExporter):
    """CSV with a tab for a comma; quotes are as there."""

    manner = replace(FOR_PROGRAMS, delimiter="\t")


class ExcelExporter(CsvExporter):
    """What Excel opens by a double click, on a machine set to French."""

    manner = FRENCH_EXCEL

    def __init__(self, file: BinaryIO, **options: Any) -> None:  # noqa: ANN401 (Scrapy's)
        # Without a mark, Excel takes a file for one of the system's own encoding.
        super().__init__(file, **{**options, "encoding": "utf-8-sig"})


def _is_filled(file: BinaryIO) -> bool:
    """Tell whether a file held something when it was opened."""
    try:  # not where it is now: what packs has written a header already
        found = os.fstat(unpacked(file).fileno())
    except OSError:  # no file of the system
        return file.seekable() and file.tell() > 0
    return S_ISREG(found.st_mode) and found.st_size > 0
