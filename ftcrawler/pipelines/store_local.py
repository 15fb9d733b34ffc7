"""Write each page to disk and enter it in the journal: from then on it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from scrapy.utils.asyncio import run_in_thread

from ftcrawler import close_reasons, stats
from ftcrawler.api.fields import count_fields
from ftcrawler.api.ranges import PAGES_PER_QUERY
from ftcrawler.ending import end_run
from ftcrawler.exceptions import StorageError
from ftcrawler.extensions.current_run import current_run
from ftcrawler.items import OfferPage
from ftcrawler.stores.answers import StoredPage
from ftcrawler.stores.page_body import page_body
from ftcrawler.stores.page_names import PageNames

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


# Pages whose offers all have their fields counted; of a run of more, see `_looked_at`.
COUNTED_WHOLE: Final = PAGES_PER_QUERY


class StoreLocalPipeline:
    """Stats: `ftcrawler/files/*`. Close reason: `storage_failed`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run = current_run(crawler)
        self._pages = self._run.journal.totals().pages
        self._names = PageNames(self._run.stamp, self._run.journal.page_keys())

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline over the run's files and journal."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:  # noqa: ANN401 (any spider's item)
        """Return the page once it is durable; a disk that refuses it ends the run.

        An answer of which nothing is left to keep writes no file, and is recorded all the same.
        """
        if not isinstance(item, OfferPage):
            return item
        if item.resultats:
            item.key = self._names.take(item.label, item.page)
        body = page_body(item) if item.key else b""
        page = StoredPage(
            key=item.key,
            label=item.label,
            size=len(body),
            ids=item.ids,
            kept={offer["id"] for offer in item.resultats},
            sequence=item.sequence,
            request=item.request,
            status=item.status,
            digest=item.digest,
            fields=count_fields(self._looked_at(item.resultats)),
        )
        try:
            await run_in_thread(self._keep, page, body)
        except StorageError as exc:
            self._run.journal.release(page.kept)
            end_run(self._crawler, reason=close_reasons.STORAGE_FAILED, message=f"Erreur: {exc}")
            raise
        if page.key:
            self._crawler.stats.inc_value(stats.FILES)
            self._crawler.stats.inc_value(stats.FILE_BYTES, page.size)
        return item

    def _looked_at(self, offers: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the offers whose fields are counted: all at first, then every second one.

        To look at them all would take more than a tenth of a long crawl's CPU.
        """
        self._pages += 1
        return offers if self._pages <= COUNTED_WHOLE else offers[::2]

    def _keep(self, page: StoredPage, body: bytes) -> None:
        if page.key:
            self._run.files.write(page.key, body)
        self._run.journal.record_page(page)
