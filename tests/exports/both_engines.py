"""The rows of a table, from DuckDB and from PostgreSQL, as values that can be compared."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg

from ftcrawler.exports.load_tables import SCHEMA
from ftcrawler.history.tables.connect import connect
from ftcrawler.history.tables.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

Rows = Counter[str]


def plain(value: Any) -> Any:
    """Return a value as both engines have it: moments in UTC, objects in an order of names."""
    match value:
        case datetime():
            return value.astimezone(UTC)
        case dict():
            return sorted((name, plain(each)) for name, each in value.items())
        case list():
            return [plain(each) for each in value]
        case _:
            return value


def counted(rows: list[tuple[Any, ...]]) -> Rows:
    """Return how often each row is there."""
    return Counter(repr([plain(value) for value in row]) for row in rows)


def in_postgres(url: str, schema: str = SCHEMA) -> dict[str, Rows]:
    """Return the rows of each table of a schema."""
    with psycopg.connect(url) as connection:
        return {
            table.name: counted(
                connection.execute(f'SELECT * FROM "{schema}".{table.name}').fetchall()
            )
            for table in TABLES
        }


def in_duckdb(root: Path) -> dict[str, Rows]:
    """Return the rows of each table of the history below a data folder."""
    engine = connect(root)
    found = {
        table.name: counted(engine.sql(f"SELECT * FROM {table.name}").fetchall())
        for table in TABLES
    }
    engine.close()
    return found


def differences(url: str, root: Path, schema: str = SCHEMA) -> dict[str, tuple[Rows, Rows]]:
    """Return the tables that differ, with what each engine has alone: none, if all is well."""
    here, there = in_duckdb(root), in_postgres(url, schema)
    return {
        name: (here[name] - there[name], there[name] - here[name])
        for name in here
        if here[name] != there[name]
    }
