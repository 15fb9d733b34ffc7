"""Give feeds the offers that no answer of this process brings: they are on disk already.

Those of a run that is taken up again, and of searches that an earlier run of the day collected.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from scrapy.utils.asyncio import run_in_thread

from ftcrawler import stats
from ftcrawler.extensions.current_run import current_run
from ftcrawler.extensions.feeds import OffersFeeds
from ftcrawler.items import KeptPage
from ftcrawler.stores.kept_pages import found_by, offers_in, pages_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from scrapy.crawler import Crawler

    from ftcrawler.reporting.earlier import Earlier

logger = logging.getLogger(__name__)


async def kept_pages(crawler: Crawler, skipped: Mapping[str, Earlier]) -> AsyncIterator[KeptPage]:
    """Yield the pages for the feeds; none if no feed is asked for.

    *skipped* are the searches that were collected today, by label: all of what they found comes,
    or nothing and a warning if this disk does not have it. Stats: `ftcrawler/feeds/*`. Raises
    StorageError if a page cannot be read.
    """
    if crawler.get_extension(OffersFeeds) is None:
        return
    run = current_run(crawler)
    found_in = defaultdict(list)
    for label, earlier in skipped.items():
        found_in[earlier.run, earlier.pages].append(label)
    for (name, written), labels in found_in.items():
        pages = await run_in_thread(pages_of, run.layout, name)
        if len(pages) < written:
            crawler.stats.inc_value(stats.FEEDS_LACKING, len(labels))
            logger.warning(
                "Les fichiers exportés n'ont pas les offres de « %s » : la collecte %s les a, "
                "mais ses pages ne sont pas toutes dans %s (%d sur %d). Copiez-les depuis S3, "
                "ou collectez à nouveau : -a force=1",
                *(" », « ".join(labels), name, run.layout.raw, len(pages), written),
            )
            continue
        _say(len(pages), name)
        # A page at least: a feed without offers is written too.
        yield KeptPage(resultats=[], elsewhere=True)
        wanted = await run_in_thread(found_by, run.layout, name, labels)
        for path in pages:
            offers = await run_in_thread(offers_in, path, wanted)
            yield KeptPage(resultats=offers, elsewhere=True)
    keys = await run_in_thread(run.journal.page_keys)
    _say(len(keys), run.name)
    for _, key in keys:
        yield KeptPage(resultats=await run_in_thread(offers_in, run.files.path(key)))


def _say(pages: int, run: str) -> None:
    if pages:
        logger.info("Export : %d page(s) de la collecte %s, reprises du disque", pages, run)
