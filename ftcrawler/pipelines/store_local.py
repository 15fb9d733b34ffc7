"""Write each page to disk and enter it in the journal: from then on it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.utils.asyncio import run_in_thread

from ftcrawler import endings, stats
from ftcrawler.early_end import end_run
from ftcrawler.exceptions import StorageError
from ftcrawler.extensions.current_run import current_run
from ftcrawler.items import OfferPage
from ftcrawler.offers.field_counts import count_fields, sampled
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.page_files import page_body
from ftcrawler.runs.page_names import PageNames

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


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
        kept = {offer["id"] for offer in item.resultats}
        try:
            page = await self._stored(item, kept)
        except StorageError as exc:
            end_run(self._crawler, reason=endings.STORAGE_FAILED.reason, message=f"Erreur: {exc}")
            raise
        finally:
            self._run.journal.release(kept)
        if page.key:
            self._crawler.stats.inc_value(stats.FILES)
            self._crawler.stats.inc_value(stats.FILE_BYTES, page.size)
        return item

    async def _stored(self, item: OfferPage, kept: set[str]) -> StoredPage:
        self._pages += 1
        if item.resultats:
            item.key = self._name(item)
        body = page_body(item) if item.key else b""
        page = StoredPage(
            key=item.key,
            label=item.label,
            size=len(body),
            ids=item.ids,
            kept=kept,
            sequence=item.sequence,
            request=item.request,
            status=item.status,
            digest=item.digest,
            mended=[name for name in item.mended if name in kept],
            fields=count_fields(sampled(item.resultats, self._pages)),
        )
        await run_in_thread(self._keep, page, body)
        return page

    def _name(self, item: OfferPage) -> str:
        key = self._names.take(item.label, item.page)
        while self._run.files.path(key).is_dir():  # somebody's: a file cannot take its place
            key = self._names.take(item.label, item.page)
        return key

    def _keep(self, page: StoredPage, body: bytes) -> None:
        if page.key:
            self._run.files.write(page.key, body)
        self._run.journal.record_page(page)
