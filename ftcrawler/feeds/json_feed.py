"""JSON and JSON lines: the offers as the API gave them, in UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from ftcrawler.feeds.exporters import OffersExporter
from ftcrawler.offers.fields import FOUND, OFFER
from ftcrawler.offers.refused_characters import mended_json

if TYPE_CHECKING:
    from typing import BinaryIO

    from ftcrawler.feeds.exporters import Found, Offers


class JsonLinesExporter(OffersExporter):
    """One object a line. Options: `fields`; `indent` is for JSON alone."""

    def __init__(self, file: BinaryIO, **options: Any) -> None:  # noqa: ANN401 (Scrapy's)
        super().__init__(file, **options)
        self._chosen = self.chosen(tuple(OFFER)) if self.fields_to_export else None
        # What found an offer: unless asked for by name, only where there are several searches.
        chosen = self._chosen or (FOUND if self.several else ())
        self._told = not set(FOUND).isdisjoint(chosen)
        self._option = 0

    def write(self, offers: Offers, found: Found) -> None:
        """Write one line an offer."""
        self.file.write(b"\n".join(self._objects(offers, found)) + b"\n")

    def _objects(self, offers: Offers, found: Found) -> list[bytes]:
        if self._told:
            beside = {name: text for name, text in zip(FOUND, found, strict=True) if text}
            offers = [offer | beside for offer in offers]
        if self._chosen is not None:
            pairs = self._chosen.items()
            offers = [{to: one[name] for name, to in pairs if name in one} for one in offers]
        return [mended_json(offer, self._option) for offer in offers]


class JsonExporter(JsonLinesExporter):
    """One array, which is one also without offers. Option: `indent`, two blanks if it is more."""

    def __init__(self, file: BinaryIO, **options: Any) -> None:  # noqa: ANN401 (Scrapy's)
        super().__init__(file, **options)
        self._option = orjson.OPT_INDENT_2 if self.indent else 0
        self._before = b"\n"

    def begin(self) -> None:
        """Open the array."""
        self.file.write(b"[")

    def write(self, offers: Offers, found: Found) -> None:
        """Write the offers, each on a line of its own."""
        self.file.write(self._before + b",\n".join(self._objects(offers, found)))
        self._before = b",\n"

    def finish(self) -> None:
        """Close the array."""
        self.file.write(b"\n]\n")
