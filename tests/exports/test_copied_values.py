"""Any value that DuckDB has arrives in PostgreSQL as it is, but NUL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import duckdb
import psycopg
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftcrawler.exports.csv_copy import copy_rows
from ftcrawler.exports.schema_ddl import typed
from ftcrawler.history.tables.table_columns import Column, Type
from tests.effort import examples

COLUMNS = tuple(
    Column(kind.name.lower(), kind, "", ("a", "b") if kind is Type.OBJECTS else ())
    for kind in Type
)
OBJECTS = pa.list_(pa.struct([("a", pa.string()), ("b", pa.string())]))
SCHEMA = pa.schema(
    [
        ("text", pa.string()),
        ("integer", pa.int64()),
        ("number", pa.float64()),
        ("boolean", pa.bool_()),
        ("day", pa.date32()),
        ("moment", pa.timestamp("us", "UTC")),
        ("texts", pa.list_(pa.string())),
        ("objects", OBJECTS),
    ]
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AWKWARD = ["", "\\N", "NULL", "\\.", '{"}', '"', "'", "\\", "\n", "\r\n", ",", "\0", "\\u0000"]
texts = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(AWKWARD)
maybe = st.none() | texts
rows = st.fixed_dictionaries(
    {
        "text": maybe,
        "integer": st.none() | st.integers(-(2**63), 2**63 - 1),
        "number": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.none() | st.booleans(),
        "day": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        "moment": st.none()
        | st.integers(-(2**51), 2**51).map(lambda each: EPOCH + timedelta(microseconds=each)),
        "texts": st.none() | st.lists(maybe),
        "objects": st.none() | st.lists(st.fixed_dictionaries({"a": maybe, "b": maybe})),
    }
)


def without_nul(value):
    match value:
        case str():
            return value.replace("\0", "\ufffd")
        case list():
            return [without_nul(each) for each in value]
        case dict():
            return {name: without_nul(each) for name, each in value.items()}
        case _:
            return value


@pytest.fixture
def copied(database):
    """Return what a table of such columns holds once rows are copied into it."""
    with psycopg.connect(database, autocommit=True) as connection, duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"CREATE TABLE t (place int, {typed(COLUMNS)})")

        def copy(held):
            numbered = [{**row, "place": place} for place, row in enumerate(held)]
            table = pa.Table.from_pylist(numbered, SCHEMA.append(pa.field("place", pa.int64())))
            engine.register("held", table)
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE t")
                columns = (*COLUMNS, Column("place", Type.INTEGER, ""))
                count = copy_rows(cursor, engine, "SELECT * FROM held", "t", columns)
                assert count == len(held)
                names = ", ".join(SCHEMA.names)
                cursor.execute(f"SELECT {names} FROM t ORDER BY place")
                return [dict(zip(SCHEMA.names, row, strict=True)) for row in cursor]

        yield copy


@settings(examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(rows, max_size=5))
def test_values(copied, held):
    assert copied(held) == [without_nul(row) for row in held]


def test_every_awkward_text(copied):
    empty = dict.fromkeys(SCHEMA.names)
    held = [
        {**empty, "text": each, "texts": [each, None], "objects": [{"a": each, "b": None}]}
        for each in AWKWARD
    ]
    assert copied(held) == [without_nul(row) for row in held]
