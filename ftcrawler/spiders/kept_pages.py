"""Give feeds the offers that no answer of this process brings: they are on disk already.

Those of a run that is taken up again, and of searches that an earlier run of the day collected.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from scrapy.utils.asyncio import run_in_thread

from ftcrawler.extensions.current_run import current_run
from ftcrawler.extensions.feeds import feeds_asked
from ftcrawler.items import KeptPage
from ftcrawler.stores.kept_pages import found_by, offers_in, pages_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from scrapy.crawler import Crawler

    from ftcrawler.reporting.earlier import Earlier
    from ftcrawler.stores.layout import DataLayout

logger = logging.getLogger(__name__)


async def kept_pages(crawler: Crawler, skipped: Mapping[str, Earlier]) -> AsyncIterator[KeptPage]:
    """Yield the pages for the feeds; none if no feed is asked for.

    *skipped* are the searches that were collected today, by label. Raises ConfigurationError if
    the feeds asked for cannot be written, StorageError if a page cannot be read.
    """
    if not feeds_asked(crawler):
        return
    run = current_run(crawler)
    labels = defaultdict(list)
    for label, earlier in skipped.items():
        labels[earlier].append(label)
    for earlier, found in labels.items():
        async for page in _earlier_pages(run.layout, earlier, found):
            yield page
    for _, key in await run_in_thread(run.journal.page_keys):
        yield KeptPage(resultats=await run_in_thread(offers_in, run.files.path(key)))


async def _earlier_pages(
    layout: DataLayout, earlier: Earlier, labels: list[str]
) -> AsyncIterator[KeptPage]:
    """Yield what *labels* found in an earlier run: all of it, or nothing."""
    pages = await run_in_thread(pages_of, layout, earlier.run)
    if len(pages) < earlier.pages:
        logger.warning(
            "Les fichiers exportés n'ont pas les offres de « %s » : la collecte %s les a, mais "
            "ses pages ne sont pas toutes dans %s (%d sur %d). Copiez-les depuis S3, ou collectez "
            "à nouveau : -a force=1",
            *(" », « ".join(labels), earlier.run, layout.raw, len(pages), earlier.pages),
        )
        return
    wanted = await run_in_thread(found_by, layout, earlier.run, labels)
    # A page at least: a feed without offers is written too.
    yield KeptPage(resultats=[], elsewhere=True)
    for path in pages:
        offers = await run_in_thread(offers_in, path)
        if wanted is not None:
            offers = [offer for offer in offers if offer["id"] in wanted]
        yield KeptPage(resultats=offers, elsewhere=True)
