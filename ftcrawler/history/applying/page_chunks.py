"""The pages of a run as tables of some thousand whole offers, read ahead in threads.

Arrow and DuckDB let go of Python's lock while they work, so that both cores are used; what comes
out is in the order of the pages all the same.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.files.engine import single_connection
from ftcrawler.history.files.whole_offers import NoPageError, read_offers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    import duckdb

    from ftcrawler.history.applying.run_to_apply import RunPage

# Some 6,000 offers in 25 MB: enough for columns to be worth their while.
PAGES: Final = 40
READERS: Final = 2
# Chunks that are read, or waiting to be taken.
AHEAD: Final = 4
_HASHES: Final = """
SELECT hash(offre) AS empreinte FROM (SELECT * EXCLUDE (date_actualisation) FROM offers) AS offre
"""
FINGERPRINT: Final = pa.field("empreinte", pa.uint64())


def page_chunks(pages: Sequence[RunPage]) -> Iterator[pa.Table]:
    """Yield the offers of *pages*, each with its fingerprint.

    The fingerprint changes with any field but dateActualisation. Raises HistoryError for a page
    that is none, StorageError or UploadError where one cannot be had.
    """
    chunks = [pages[start : start + PAGES] for start in range(0, len(pages), PAGES)]
    own = threading.local()
    with ThreadPoolExecutor(READERS, thread_name_prefix="ftcrawler-pages") as readers:
        ahead: deque[Future[pa.Table]] = deque()
        try:
            for chunk in chunks:
                ahead.append(readers.submit(_read, chunk, own))
                if len(ahead) == AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()


def _read(pages: Sequence[RunPage], own: threading.local) -> pa.Table:
    if not hasattr(own, "engine"):
        own.engine = single_connection()
    try:
        offers = read_offers([page.read() for page in pages])
    except NoPageError as exc:
        raise HistoryError(
            f"Page illisible : {pages[exc.place].where} ({exc}). Reprenez-la du bucket, ou "
            "collectez à nouveau avec -a force=1 ; rien de cette collecte n'est appliqué."
        ) from exc
    return offers.append_column(FINGERPRINT, _fingerprints(own.engine, offers))


def _fingerprints(engine: duckdb.DuckDBPyConnection, offers: pa.Table) -> pa.ChunkedArray:
    engine.register("offers", offers)
    return engine.sql(_HASHES).to_arrow_table().column(0)
