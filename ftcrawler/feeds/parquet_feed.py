"""Parquet: one row an offer, with types, a row group every few thousand offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from ftcrawler.feeds.exporters import OffersExporter, WriteOnly
from ftcrawler.offers.fields import OFFER, REST

if TYPE_CHECKING:
    from ftcrawler.feeds.exporters import Found, Offers

# Offers held until they are written: 8 MB, and 20 ms in which no answer is read.
ROW_GROUP: Final = 2000


class ParquetExporter(OffersExporter):
    """Options: `fields`; `item_export_kwargs`: `compression`."""

    def __init__(
        self,
        file: BinaryIO,
        *,
        compression: str = "zstd",
        **options: Any,  # noqa: ANN401 (Scrapy's)
    ) -> None:
        super().__init__(file, **options)
        # Deferred: see the first lines of arrow.py.
        from ftcrawler.offers.arrow import Writer  # noqa: PLC0415

        chosen = self.chosen((*OFFER, REST))
        self._writer = Writer(
            WriteOnly(file), chosen, compression=compression, row_group=ROW_GROUP
        )

    def write(self, offers: Offers, found: Found) -> None:
        """Take the offers, and write them once there are enough."""
        self._writer.add(offers, found)

    def finish(self) -> None:
        """Write the last offers and the schema, be there any offers or none."""
        self._writer.close()
