"""The tables' queries over events that no file holds, for what needs many small histories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.files.event_columns import EVENTS
from ftcrawler.history.tables.dialects import DUCKDB
from ftcrawler.history.tables.table_queries import ORDER, SOURCES, queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NUMBERED = EVENTS.append(pa.field(ORDER, pa.int64()))


class Events:
    """A DuckDB in which events can be put in the place of those that there were."""

    def __init__(self) -> None:
        self._engine = duckdb.connect()
        self._engine.execute("SET TimeZone = 'UTC'")
        self._engine.execute(f"CREATE SCHEMA {SOURCES}")

    def rows(self, table: str, events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows of a table of nothing but *events*, each in a file of its own."""
        numbered = [{**event, ORDER: place} for place, event in enumerate(events)]
        self._engine.register("rows", pa.Table.from_pylist(numbered, NUMBERED))
        self._engine.execute(f"CREATE OR REPLACE TABLE {SOURCES}.evenements AS SELECT * FROM rows")
        self._engine.unregister("rows")
        found = self._engine.sql(queries(DUCKDB)[table]).to_arrow_table()
        return list(found.to_pylist())
