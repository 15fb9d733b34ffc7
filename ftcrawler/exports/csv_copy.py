"""Rows of DuckDB as the CSV that COPY reads, some thousand at a time, made while others are sent.

Every value stands between quotes, so that what does not is NULL; lists of texts are arrays as
PostgreSQL writes them, lists of objects JSON. NUL, which it takes in neither, becomes U+FFFD.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.csv as pv  # type: ignore[import-untyped]

from ftcrawler.history.tables.table_columns import Column, Type
from ftcrawler.offers.refused_characters import ESCAPED, MARK, NUL_BYTE, NUL_IN_JSON

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb
    from psycopg import Cursor

# Rows to a chunk: of whole offers some 10 MB.
ROWS: Final = 4_000
_OPTIONS: Final = pv.WriteOptions(include_header=False, quoting_style="all_valid")
# Seconds: Windows wakes no thread that waits for ever.
_LOOK_UP: Final = 0.2
_MARK: Final = MARK.encode()


def copy_rows(  # noqa: PLR0913 (where from, and where to)
    cursor: Cursor[Any],
    engine: duckdb.DuckDBPyConnection,
    query: str,
    table: str,
    columns: Sequence[Column],
    *,
    frozen: bool = False,
) -> int:
    """Copy what *query* gives under the names of *columns* into a table; return how many rows.

    *frozen*: the table was made in this transaction. Raises what DuckDB and psycopg raise.
    """
    names = ", ".join(column.name for column in columns)
    values = ", ".join(f"{_value(column)} AS {column.name}" for column in columns)
    option = ", FREEZE true" if frozen else ""
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv{option})") as copy:
        for chunk in _ahead(engine, f"SELECT {values} FROM ({query}) AS lignes", columns):
            copy.write(chunk)
    return cursor.rowcount


def _value(column: Column) -> str:
    match column.type:
        case Type.TEXTS:
            quoted = r"""'"' || replace(replace(x, '\', '\\'), '"', '\"') || '"'"""
            entries = f"list_transform({column.name}, lambda x: COALESCE({quoted}, 'NULL'))"
            return "'{' || array_to_string(" + entries + ", ',') || '}'"
        case Type.OBJECTS:
            return f"CAST(to_json({column.name}) AS VARCHAR)"
        case _:
            return column.name


def _ahead(
    engine: duckdb.DuckDBPyConnection, statement: str, columns: Sequence[Column]
) -> Iterator[bytes]:
    """Yield chunks, while a thread makes the next one: signals are heard here meanwhile."""
    with ThreadPoolExecutor(1) as thread:
        chunks = _chunks(engine, statement, columns)
        coming = thread.submit(next, chunks, None)
        try:
            while True:
                while not wait([coming], timeout=_LOOK_UP).done:
                    pass
                if (chunk := coming.result()) is None:
                    return
                coming = thread.submit(next, chunks, None)
                yield chunk
        finally:
            while not wait([coming], timeout=_LOOK_UP).done:
                engine.interrupt()


def _chunks(
    engine: duckdb.DuckDBPyConnection, statement: str, columns: Sequence[Column]
) -> Iterator[bytes]:
    objects = [place for place, each in enumerate(columns) if each.type is Type.OBJECTS]
    for batch in engine.sql(statement).to_arrow_reader(ROWS):
        body = _csv(batch)
        if objects and NUL_IN_JSON in body:
            body = _csv(_mended(batch, objects))
        yield body.replace(NUL_BYTE, _MARK)


def _csv(batch: pa.RecordBatch) -> bytes:
    file = BytesIO()
    pv.write_csv(batch, file, _OPTIONS)
    return file.getvalue()


def _mended(batch: pa.RecordBatch, places: Sequence[int]) -> pa.RecordBatch:
    """Return a batch without NUL in the columns at *places*, which are JSON."""
    arrays = list(batch.columns)
    for place in places:
        values = arrays[place].to_pylist()
        mended = [each and ESCAPED.sub(rb"\1" + _MARK, each.encode()).decode() for each in values]
        arrays[place] = pa.array(mended, pa.string())
    return pa.RecordBatch.from_arrays(arrays, batch.schema.names)
