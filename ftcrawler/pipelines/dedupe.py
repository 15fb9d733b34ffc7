"""Leave out of each page the offers that this run has kept already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ftcrawler import stats
from ftcrawler.extensions.current_run import current_run
from ftcrawler.items import OfferPage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class DedupePipeline:
    """Stats: `ftcrawler/offers/duplicate_count`.

    An offer is claimed here and seen only when its page is on disk (store_local).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats
        self._journal = current_run(crawler).journal

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline over the run's journal."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:  # noqa: ANN401 (any spider's item)
        """Keep the page, without the offers that another page of the run holds."""
        if not isinstance(item, OfferPage):
            return item
        # A fifth of a millisecond, and no lock that a commit may hold: no thread is worth it.
        fresh = self._journal.claim(item.ids)
        item.resultats = [offer for offer in item.resultats if _take(fresh, offer["id"])]
        self._stats.inc_value(stats.DUPLICATES, len(item.ids) - len(item.resultats))
        return item


def _take(fresh: set[str], offer: str) -> bool:
    """Tell whether the offer is fresh, once: a page may hold it twice.

    >>> fresh = {"A"}
    >>> [_take(fresh, offer) for offer in "AAB"]
    [True, False, False]
    """
    if offer not in fresh:
        return False
    fresh.remove(offer)
    return True
