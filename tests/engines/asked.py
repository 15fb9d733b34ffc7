"""What an engine answers to a query, in one form for all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import psycopg

from ftcrawler.history import connect
from ftcrawler.history.tables.table_columns import Type

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyspark.sql import SparkSession

    from ftcrawler.history.tables.tables import Table

Rows = list[dict[str, Any]]
Ask = Callable[[str], Rows]
# What a value of each type is to Python; a number that is whole is one nevertheless.
KINDS: Final[dict[Type, type]] = {
    Type.TEXT: str,
    Type.INTEGER: int,
    Type.NUMBER: float,
    Type.BOOLEAN: bool,
    Type.DAY: date,
    Type.MOMENT: datetime,
    Type.TEXTS: list,
    Type.OBJECTS: list,
}


def duckdb_asked(root: Path) -> Ask:
    """Return what asks DuckDB."""
    engine = connect(root)
    return lambda query: engine.sql(query).to_arrow_table().to_pylist()


def spark_asked(session: SparkSession) -> Ask:
    """Return what asks Spark."""
    return lambda query: session.sql(query).toArrow().to_pylist()


def postgresql_asked(url: str, schema: str) -> Ask:
    """Return what asks PostgreSQL, in a session that is elsewhere than in Paris or Greenwich."""

    def ask(query: str) -> Rows:
        options = f"-c search_path={schema} -c TimeZone=America/New_York"
        with psycopg.connect(url, options=options, row_factory=psycopg.rows.dict_row) as session:
            return list(session.execute(query.replace("%", "%%").encode()))

    return ask


def answered(rows: Rows) -> list[dict[str, Any]]:
    """Return rows, whose values are in one form, in an order that depends on them alone."""
    told = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return sorted(told, key=lambda row: [repr(value) for value in row.values()])


def wrong_types(table: Table, rows: Iterable[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Return the values that are not of their columns' types."""
    kinds = {column.name: KINDS[column.type] for column in table.columns}
    return [
        (name, value)
        for row in rows
        for name, value in row.items()
        if value is not None and type(value) is not kinds[name]
    ]


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC)
        case Decimal() | float():  # what comes of exp and ln differs in its last digits
            return round(float(value), 9)
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {name: _plain(value[name]) for name in sorted(value)}
        case _:
            return value
