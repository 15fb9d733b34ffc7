"""What the exporters share: offers of pages in, one row or object an offer out."""

from __future__ import annotations

import logging
import sys
from abc import abstractmethod
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter

from ftcrawler.items import KeptPage, OfferPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

logger = logging.getLogger(__name__)

Offers = list[dict[str, Any]]


class OffersExporter(BaseItemExporter):
    """Writes the offers of each page; subclasses say how.

    An item that is no page counts as one offer. What cannot be written breaks the feed: no hole
    goes unseen. Its file is closed, and whoever stores it then says that there is nothing to
    store.
    """

    def __init__(self, file: BinaryIO, **options: Any) -> None:  # noqa: ANN401 (Scrapy's)
        super().__init__(**options)
        self.file = file
        self.broken = False
        # Offers of earlier runs, which this one may meet again.
        self._elsewhere: set[str] = set()

    @abstractmethod
    def write(self, offers: Offers) -> None:
        """Write the offers, of which there is at least one."""

    def finish(self) -> None:
        """Write what comes after the last offer."""

    def export_item(self, item: Any) -> None:  # noqa: ANN401 (any spider's item)
        """Write the offers of a page, unless the feed is broken."""
        if self.broken:
            return
        with self._breaking():
            if offers := self._offers(item):
                self.write(offers)

    def finish_exporting(self) -> None:
        """End the feed."""
        if self.broken:
            return
        with self._breaking():
            self.finish()

    def chosen(self, every: Sequence[str]) -> Mapping[str, str]:
        """Return the fields to write, each with its name in the feed; *every* one by default."""
        fields: Mapping[str, str] | Iterable[str] = self.fields_to_export or every
        if isinstance(fields, Mapping):
            return fields
        return {name: name for name in fields}

    def _offers(self, item: Any) -> Offers:  # noqa: ANN401 (any spider's item)
        if not isinstance(item, OfferPage | KeptPage):
            return [ItemAdapter(item).asdict()]
        offers = item.resultats
        if self._elsewhere:
            offers = [offer for offer in offers if offer["id"] not in self._elsewhere]
        if isinstance(item, KeptPage) and item.elsewhere:
            self._elsewhere.update(offer["id"] for offer in offers)
        return offers

    @contextmanager
    def _breaking(self) -> Iterator[None]:
        """Give the feed up for whatever goes wrong: the crawl, and other feeds, go on."""
        try:
            yield
        except Exception as exc:
            self.broken = True
            logger.error(  # noqa: TRY400 (a full disk needs no traceback)
                "Fichier exporté abandonné : %s. Les pages collectées restent sur le disque ; "
                "la cause corrigée, relancez la même commande.",
                exc,
                exc_info=None if isinstance(exc, OSError) else exc,
            )
            self._close()

    def _close(self) -> None:
        """Close the file, and the one within that a plugin packs for."""
        for file in (self.file, getattr(self.file, "file", None)):
            if file is not None and file is not sys.stdout.buffer:
                with suppress(OSError, ValueError):
                    file.close()
