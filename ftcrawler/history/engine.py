"""DuckDB in memory, as the history uses it: bounded, silent, without network.

Importing this imports duckdb, a tenth of a second: only commands of the history do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import duckdb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

MEMORY: Final = "600MB"


def connection(*, threads: int = 2, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a connection of its own; what memory does not hold goes into the folder *spill*."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": MEMORY,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(spill) if spill else "",
    }
    engine = duckdb.connect(config=config)
    # Its bar goes to standard output; moments are UTC, whatever the machine's clock.
    engine.execute("SET enable_progress_bar = false")
    engine.execute("SET TimeZone = 'UTC'")
    return engine


def table_of(engine: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, Any]) -> pa.Table:
    """Return what a query with named *values* gives."""
    return engine.sql(query, params=dict(values)).to_arrow_table()
