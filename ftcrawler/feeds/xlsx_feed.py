"""xlsx: a workbook with types, for a person with a spreadsheet."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from ftcrawler.feeds.exporters import OffersExporter, WriteOnly
from ftcrawler.offers.columns import CSV_COLUMNS

if TYPE_CHECKING:
    from ftcrawler.feeds.exporters import Found, Offers

logger = logging.getLogger(__name__)


class XlsxExporter(OffersExporter):
    """Options: `fields`."""

    def begin(self) -> None:
        """Begin a workbook."""
        # Deferred: see the first lines of workbook.py.
        from ftcrawler.offers.workbook import Writer  # noqa: PLC0415

        # On stdout there is no going back, or nobody knows whether there is.
        file = WriteOnly(self.file) if self.file is sys.stdout.buffer else self.file
        self._writer = Writer(file, self.chosen(CSV_COLUMNS))

    def write(self, offers: Offers, found: Found) -> None:
        """Write one row an offer."""
        self._writer.add(offers, found)

    def finish(self) -> None:
        """Put the workbook together."""
        self._writer.close()
        if self._writer.cut:
            logger.warning(
                "Export xlsx : %d texte(s) coupé(s) à 32 767 caractères, ce que contient une "
                "cellule d'Excel. Les autres formats les ont en entier.",
                self._writer.cut,
            )
