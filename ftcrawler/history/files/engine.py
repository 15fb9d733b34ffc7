"""DuckDB in memory, as the history uses it: bounded, silent, without network.

Importing this imports duckdb, a tenth of a second: only commands of the history do.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import duckdb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

MEMORY: Final = "600MB"


def connection() -> duckdb.DuckDBPyConnection:
    """Return a connection of its own to a database that is in memory, and empty."""
    return _silent(_database(threads=2).cursor())


def single_connection() -> duckdb.DuckDBPyConnection:
    """Return one that takes no more than the thread it is used in."""
    return _silent(_database(threads=1).cursor())


def spilling_connection(folder: Path | None) -> duckdb.DuckDBPyConnection:
    """Return one that puts into *folder*, if there is one, what its memory does not hold."""
    return _silent(_database.__wrapped__(threads=2, spill=folder))


@cache
def _database(*, threads: int, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": MEMORY,
        "temp_directory": str(spill) if spill else "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    engine = duckdb.connect(config=config)
    # Moments are UTC, whatever the machine's clock.
    engine.execute("SET GLOBAL TimeZone = 'UTC'")
    return engine


def _silent(engine: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a connection without DuckDB's own progress, which goes to standard output."""
    engine.execute("SET enable_progress_bar = false")
    return engine


def table_of(engine: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, Any]) -> pa.Table:
    """Return what a query with named *values* gives."""
    return engine.sql(query, params=dict(values)).to_arrow_table()
