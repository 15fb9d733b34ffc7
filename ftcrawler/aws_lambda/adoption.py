"""Enter pages that S3 has into a journal that does not know them.

A journal in S3 may be older than the pages of its run: the container died, or S3 refused the
newer one. Taken up again as it is, the run would collect their offers a second time.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import orjson

from ftcrawler.exceptions import StorageError
from ftcrawler.offers.field_counts import count_fields
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.page_names import PageName, page_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.runs.journal import Journal
    from ftcrawler.s3.store import S3Store

# A page has 600 KB: as many are in memory at once.
READERS: Final = 8


def adopt_pages(journal: Journal, stamp: str, store: S3Store) -> int:
    """Enter the pages in S3 of the run of that timestamp; return how many were not known.

    Their answers stand to be asked again, as those of pages that never came: what the sweep
    needs of them is lost. Their offers are seen: the page that comes again leaves them out.
    Raises S3Error, StorageError.
    """
    unknown = list(_unknown(journal, stamp, store))
    with ThreadPoolExecutor(READERS) as readers:
        for start in range(0, len(unknown), READERS):
            part = unknown[start : start + READERS]
            for (label, key), body in zip(
                part, readers.map(store.read, [key for _, key in part]), strict=True
            ):
                _adopt(journal, label, key, body)
    return len(unknown)


def _unknown(journal: Journal, stamp: str, store: S3Store) -> Iterator[tuple[str, str]]:
    """Yield the label and the key of each page."""
    known = {key for _, key in journal.page_keys()}
    for search in journal.searches():
        for key in store.list(page_key(search.label, stamp, 1).removesuffix("1.json")):
            if PageName.parse(key) and key not in known:
                yield search.label, key


def _adopt(journal: Journal, label: str, key: str, body: bytes) -> None:
    try:
        offers = orjson.loads(body)["resultats"]
        ids = [offer["id"] for offer in offers]
    except (ValueError, LookupError, TypeError) as exc:
        raise StorageError(f"Page illisible : {key}. Réparez-la ou supprimez-la.") from exc
    fields = count_fields(offers)
    journal.record_page(StoredPage(key, label, len(body), ids, ids, digest=None, fields=fields))
    journal.mark_uploaded(key)
