"""One query over the tables, from whoever asks: it reads, and does nothing else."""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import partial
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.exceptions import HistoryError, QueryError
from ftcrawler.history.files.manifest import needed_manifest
from ftcrawler.history.files.open_files import check_file
from ftcrawler.history.tables.connect import connected
from ftcrawler.history.tables.interruptible import interruptible
from ftcrawler.history.tables.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.history.files.manifest import Manifest
    from ftcrawler.runs.layout import DataLayout

# Rows to a batch.
BATCH: Final = 10_000
# What DuckDB raises, and Arrow when it hands on what DuckDB says.
_FAULTS: Final = (duckdb.Error, pa.ArrowException, OSError, RuntimeError)
# Of these the query is to blame: a file that these would come from could not be a table at all.
_OF_THE_QUERY: Final = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)
_INTERRUPTED: Final = "interrupted"  # by Ctrl-C


@contextmanager
def asked(layout: DataLayout, query: str) -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch]]]:
    """Yield the columns and the rows of what *query* asks for, which is worked out meanwhile.

    Raises QueryError if it is wrong or does not only read, HistoryError if the history cannot be
    read. Either may come with any batch.
    """
    manifest = needed_manifest(layout)
    try:
        engine, reader, first = _begun(layout, manifest, query)
    except (HistoryError, *_FAULTS) as exc:
        if (newer := needed_manifest(layout)) == manifest:
            raise _told(layout, manifest, exc) from None
        # An update has taken away the files of open offers: those that replace them say it anew.
        try:
            engine, reader, first = _begun(layout, newer, query)
        except _FAULTS as again:
            raise _told(layout, newer, again) from None
    schema = _distinct(reader.schema)
    with closing(engine):
        batches = chain(first, _rest(engine, reader))
        yield schema, _batches(layout, manifest, schema, batches)


def _begun(
    layout: DataLayout, manifest: Manifest, query: str
) -> tuple[duckdb.DuckDBPyConnection, pa.RecordBatchReader, list[pa.RecordBatch]]:
    """Return what gives the rows, and its first batch, for which most files are opened."""
    engine = connected(layout, manifest)
    statement = _only_read(engine, query)
    reader = interruptible(engine, lambda: engine.sql(statement).to_arrow_reader(BATCH))
    return engine, reader, list(islice(_rest(engine, reader), 1))


def _rest(
    engine: duckdb.DuckDBPyConnection, reader: pa.RecordBatchReader
) -> Iterator[pa.RecordBatch]:
    while (batch := interruptible(engine, partial(next, reader, None))) is not None:
        yield batch


def _only_read(engine: duckdb.DuckDBPyConnection, query: str) -> duckdb.Statement:
    statements = engine.extract_statements(query)
    if not statements:
        raise QueryError("Requête vide : donnez un SELECT.")
    if len(statements) > 1:
        raise QueryError(f"Une seule requête à la fois : {len(statements)} ont été données.")
    (statement,) = statements
    if statement.type is not duckdb.StatementType.SELECT:
        raise QueryError(
            f"« scrapy sql » ne fait que lire : un SELECT est attendu, pas {statement.type.name}."
        )
    return statement


def _distinct(schema: pa.Schema) -> pa.Schema:
    """Return the columns with a number behind a name that stands before: JSON takes it once.

    >>> _distinct(pa.schema([("id", pa.string()), ("id", pa.string())])).names
    ['id', 'id_1']
    """
    fields: list[pa.Field] = []
    for field in schema:
        taken, name = {each.name for each in fields}, field.name
        more = (f"{name}_{number}" for number in count(1))
        fields.append(
            field.with_name(next(each for each in chain([name], more) if each not in taken))
        )
    return pa.schema(fields)


def _batches(
    layout: DataLayout, manifest: Manifest, schema: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    try:
        for batch in batches:
            yield pa.RecordBatch.from_arrays(batch.columns, schema=schema)
    except _FAULTS as exc:
        raise _told(layout, manifest, exc) from None


def _told(layout: DataLayout, manifest: Manifest, error: Exception) -> BaseException:
    """Return what is to be said of an error of DuckDB's: a file is damaged, or the query wrong."""
    if isinstance(error, HistoryError | QueryError):
        return error
    text = str(error)
    if _INTERRUPTED in text.lower():
        return KeyboardInterrupt()
    if isinstance(error, duckdb.CatalogException) and "Table with name" in text:
        text += f"\n\nTables : {', '.join(table.name for table in TABLES)}."
    elif not isinstance(error, _OF_THE_QUERY):
        for file in (*manifest.events, *manifest.open):
            try:
                check_file(layout, manifest, file)
            except HistoryError as damaged:
                return damaged
    return QueryError(text)
