"""What the exporters share: offers of pages in, one row or object an offer out."""

from __future__ import annotations

import logging
import sys
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter

from ftcrawler.items import KeptPage, OfferPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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
        try:
            if offers := self._offers(item):
                self.write(offers)
        except Exception as exc:
            self._break(exc)
            raise

    def finish_exporting(self) -> None:
        """End the feed."""
        if self.broken:
            return
        try:
            self.finish()
        except Exception as exc:
            self._break(exc)
            raise

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

    def _break(self, cause: Exception) -> None:
        self.broken = True
        logger.error(
            "Fichier exporté abandonné : %s. Les pages collectées restent sur le disque.", cause
        )
        if self.file is not sys.stdout.buffer:
            self.file.close()
