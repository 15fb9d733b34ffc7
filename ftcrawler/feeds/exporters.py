"""What the exporters share: offers of pages in, one row or object an offer out."""

from __future__ import annotations

import os
import sys
from abc import abstractmethod
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from io import RawIOBase
from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter
from scrapy.extensions.postprocessing import PostProcessingManager

from ftcrawler.items import KeptPage, OfferPage
from ftcrawler.offers.fields import FOUND, NOT_TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO, BinaryIO, Self

    from scrapy.crawler import Crawler

Offers = list[dict[str, Any]]
Found = tuple[str | None, ...]


class OffersExporter(BaseItemExporter):
    """Writes the offers of each page; subclasses say how.

    An item that is no page counts as one offer. What cannot be written breaks the feed: no hole
    goes unseen. `broken` is why, and its file is closed then; `rows` are the offers written.
    """

    def __init__(
        self,
        file: BinaryIO,
        *,
        several: bool = False,
        **options: Any,  # noqa: ANN401 (Scrapy's)
    ) -> None:
        super().__init__(**options)
        self.file = file
        self.several = several
        self.broken: Exception | None = None
        self.rows = 0
        # Offers of earlier runs, which this one may meet again.
        self._elsewhere: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: BinaryIO, **options: Any) -> Self:  # noqa: ANN401
        """Make an exporter that knows whether the spider may read several searches."""
        several = getattr(crawler.spidercls, "several_searches", False)
        return cls(file, several=several, **options)

    @abstractmethod
    def write(self, offers: Offers, found: Found) -> None:
        """Write the offers, of which there is at least one; *found* are the values of FOUND."""

    def finish(self) -> None:
        """Write what comes after the last offer."""

    def begin(self) -> None:
        """Write what comes before the first offer."""

    def start_exporting(self) -> None:
        """Begin the feed."""
        with self._breaking():
            self.begin()

    def export_item(self, item: Any) -> None:  # noqa: ANN401 (any spider's item)
        """Write the offers of a page, unless the feed is broken."""
        if self.broken:
            return
        with self._breaking():
            if offers := self._offers(item):
                self.write(offers, _found(item))
                self.rows += len(offers)

    def finish_exporting(self) -> None:
        """End the feed, and write what is buffered: a disk may be full at the last byte only."""
        if self.broken:
            return
        with self._breaking():
            self.finish()
            stored = unpacked(self.file)
            if stored is not self.file:
                self.file.close()
            stored.flush()

    def chosen(self, every: Sequence[str]) -> Mapping[str, str]:
        """Return the fields to write, each with its name in the feed.

        By default *every* one, and in runs of several searches what found an offer.
        """
        fields: Mapping[str, str] | Iterable[str]
        fields = self.fields_to_export or (*every, *(FOUND if self.several else ()))
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
        except Exception as exc:  # noqa: BLE001 (told by whoever stores the feed)
            self.broken = exc
            self._close()

    def _close(self) -> None:
        """Close the file, and the one within that a plugin packs for."""
        for file in (self.file, unpacked(self.file)):
            if file is sys.stdout.buffer:
                _forget_stdout()
            else:
                with suppress(OSError, ValueError):
                    file.close()


def _found(item: object) -> Found:
    found_by = item.found_by if isinstance(item, OfferPage | KeptPage) else None
    if found_by is None:
        return NOT_TOLD
    return found_by.label, found_by.keywords, found_by.sector


def unpacked(file: BinaryIO) -> IO[bytes]:
    """Return the file that is stored, behind what packs it."""
    given: object = file
    return given.file if isinstance(given, PostProcessingManager) else file


def _forget_stdout() -> None:
    """Let what is still buffered go nowhere: Python would write it at its end, and fail again."""
    with suppress(OSError, ValueError):  # it is no file of the system
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


class WriteOnly(RawIOBase):
    """A file as those see it who only ever write on.

    Passes on what is written, and counts it: a pipe, or a plugin that packs, does not tell.

    It cannot be sought in, nor can what is open for appending: it would write at its end.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._written = 0

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, body: Any, /) -> int:  # noqa: ANN401 (bytes or a buffer)
        """Write all of *body*."""
        self._file.write(body)
        self._written += len(body)
        return len(body)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._written
