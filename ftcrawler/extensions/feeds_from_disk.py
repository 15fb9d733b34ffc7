"""Give feeds the offers that no answer of this process brings: they are on disk already.

Those of a run that is taken up again, and of searches that an earlier run of the day collected.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from scrapy.utils.asyncio import run_in_thread

from ftcrawler import stats
from ftcrawler.exceptions import StorageError
from ftcrawler.extensions.current_run import current_run
from ftcrawler.extensions.feeds import OffersFeeds
from ftcrawler.items import FoundBy, KeptPage
from ftcrawler.runs.found_by import first_finders
from ftcrawler.runs.page_files import offers_in, pages_of
from ftcrawler.runs.page_names import PageName

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping
    from pathlib import Path

    from scrapy.crawler import Crawler

    from ftcrawler.runs.already_collected import EarlierCollection
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.page_files import Offers
    from ftcrawler.runs.run_name import RunName
    from ftcrawler.searches.search import Search

logger = logging.getLogger(__name__)


async def kept_pages(
    crawler: Crawler, searches: Iterable[Search], skipped: Mapping[str, EarlierCollection]
) -> AsyncIterator[KeptPage]:
    """Yield the pages for the feeds; none if no feed is asked for.

    *searches* are those of the run; *skipped*, by label, those collected today: all of what they
    found comes, or nothing and a warning if this disk does not have it. Stats:
    `ftcrawler/feeds/*`. Raises StorageError if a page cannot be read.
    """
    if crawler.get_extension(OffersFeeds) is None:
        return
    run = current_run(crawler)
    finders = {search.label: search.found_by for search in searches}
    together: defaultdict[tuple[RunName, int], dict[str, int]] = defaultdict(dict)
    for label, earlier in skipped.items():
        together[earlier.run, earlier.pages][label] = earlier.collected
    for (name, written), collected in together.items():
        try:
            pages, listed = await run_in_thread(_pages, run.layout, name, written, collected)
        except StorageError as exc:
            crawler.stats.inc_value(stats.FEEDS_LACKING, len(collected))
            logger.warning(
                "Les fichiers exportés n'ont pas les offres de « %s », de la collecte %s : %s "
                "Copiez ce qui manque depuis S3, ou collectez à nouveau : -a force=1",
                *(" », « ".join(collected), name, exc),
            )
            continue
        _say(len(pages), name)
        # A page at least: a feed without offers is written too.
        yield KeptPage(resultats=[], elsewhere=True)
        for path in pages:
            for label, offers in (await run_in_thread(_by_label, path, listed)).items():
                yield KeptPage(resultats=offers, elsewhere=True, found_by=finders[label])
    keys = await run_in_thread(run.journal.page_keys)
    _say(len(keys), run.name)
    for label, key in keys:
        offers = await run_in_thread(offers_in, run.files.path(key))
        yield KeptPage(resultats=offers, found_by=finders.get(label, FoundBy(label)))


def _pages(
    layout: DataLayout, run: RunName, written: int, collected: Mapping[str, int]
) -> tuple[list[Path], Mapping[str, str] | None]:
    """Return the pages of an earlier run, and who found what if not all is wanted.

    Raises StorageError if this disk does not have them.
    """
    pages = pages_of(layout, run)
    if len(pages) < written:
        raise StorageError(
            f"ses pages ne sont pas toutes dans {layout.raw} ({len(pages)} sur {written})."
        )
    if collected.keys() >= {_label(page) for page in pages}:
        return pages, None
    return pages, first_finders(layout, run, collected)


def _by_label(path: Path, listed: Mapping[str, str] | None) -> Mapping[str, Offers]:
    """Return the offers of a page by the search that found them, those that are wanted."""
    if listed is None:
        return {_label(path): offers_in(path)}
    found: defaultdict[str, Offers] = defaultdict(list)
    for offer in offers_in(path, listed):
        found[listed[offer["id"]]].append(offer)
    return found


def _label(page: Path) -> str:
    name = PageName.parse(page.name)
    assert name
    return name.label


def _say(pages: int, run: RunName) -> None:
    if pages:
        logger.info("Export : %d page(s) de la collecte %s, reprises du disque", pages, run)
