"""A pipeline under way, driven as Scrapy does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from scrapy.utils.test import get_crawler

from ftcrawler.items import OfferPage
from ftcrawler.pipelines.store_s3 import StoreS3Pipeline
from ftcrawler.s3.retrying_sender import Sender
from tests.s3.filled import add_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.runs.run import Run
    from ftcrawler.s3.store import S3Store

FAILED = "Erreur lors du téléchargement vers S3"


class Crawl:
    """A pipeline between its opening and its closing, and what stands around it."""

    def __init__(self, run: Run, store: S3Store, *, workers: int = 2, drain: float = 20) -> None:
        self.run = run
        self.stopping = False
        self.stats = get_crawler().stats
        self.pipeline = StoreS3Pipeline(
            run=run,
            store=store,
            sender=Sender(store.upload, waits=()),
            stats=self.stats,
            workers=workers,
            drain=drain,
            stopping=lambda: self.stopping,
        )

    def page(self, page: int) -> str:
        """Do as the crawl does with a page; return its key."""
        key = add_page(self.run, page)
        item = OfferPage(
            label="all", page=page, ids=[], resultats=[], filtres_possibles=[], answer=b"", key=key
        )
        assert self.pipeline.process_item(item) is item
        return key

    async def all(self, pages: int) -> list[str]:
        await self.pipeline.open_spider()
        keys = [self.page(page) for page in range(1, pages + 1)]
        await self.pipeline.close_spider()
        return keys

    def figures(self) -> dict[str, Any]:
        return {
            name.removeprefix("ftcrawler/s3/"): value
            for name, value in self.stats.get_stats().items()
        }


StartCrawl: TypeAlias = "Callable[..., Crawl]"
