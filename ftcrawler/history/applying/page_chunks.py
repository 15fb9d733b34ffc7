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

from ftcrawler.history.files.engine import single_connection
from ftcrawler.history.files.whole_offers import SCHEMA, NoPageError, read_offers

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


def _hash_of(field: pa.Field) -> str:
    # DuckDB's own hash runs the values of lists together; as a text they are quoted.
    return (
        f"hash(CAST({field.name} AS VARCHAR))"
        if pa.types.is_list(field.type)
        else f"hash({field.name})"
    )


# Of a hash for each column, in their order: else a value would count the same in its neighbour.
_HASHES: Final = (
    "SELECT hash(["
    + ", ".join(_hash_of(field) for field in SCHEMA if field.name != "date_actualisation")
    + "]) AS empreinte FROM offers"
)
FINGERPRINT: Final = pa.field("empreinte", pa.uint64())


def page_chunks(pages: Sequence[RunPage], damaged: list[str]) -> Iterator[pa.Table]:
    """Yield the offers of *pages*, each with its fingerprint.

    The fingerprint changes with any field but dateActualisation. A page that cannot be read, or
    is none, is left out and entered in *damaged*. Raises UploadError where one cannot be had.
    """
    chunks = [pages[start : start + PAGES] for start in range(0, len(pages), PAGES)]
    own = threading.local()
    with ThreadPoolExecutor(READERS, thread_name_prefix="ftcrawler-pages") as readers:
        ahead: deque[Future[pa.Table]] = deque()
        try:
            for chunk in chunks:
                ahead.append(readers.submit(_read, chunk, own, damaged))
                if len(ahead) == AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()


def _read(pages: Sequence[RunPage], own: threading.local, damaged: list[str]) -> pa.Table:
    if not hasattr(own, "engine"):
        own.engine = single_connection()
    bodies = {page.where: body for page in pages if (body := _body(page, damaged)) is not None}
    while True:
        try:
            offers = read_offers([*bodies.values()])
        except NoPageError as exc:
            where = [*bodies][exc.place]
            damaged.append(f"page illisible : {where} ({exc})")
            del bodies[where]
        else:
            return offers.append_column(FINGERPRINT, _fingerprints(own.engine, offers))


def _body(page: RunPage, damaged: list[str]) -> bytes | None:
    try:
        return page.read()
    except OSError as exc:
        damaged.append(f"page illisible : {page.where} ({exc.strerror or exc})")
        return None


def _fingerprints(engine: duckdb.DuckDBPyConnection, offers: pa.Table) -> pa.ChunkedArray:
    engine.register("offers", offers)
    return engine.sql(_HASHES).to_arrow_table().column(0)
