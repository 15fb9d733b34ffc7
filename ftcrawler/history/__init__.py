from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def connect(folder: Path | str) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB connection to the tables of the history below a data folder.

    They are as the history is now; an update that comes later does not show. Raises HistoryError
    if there is no history yet, or a file of it is missing or damaged.
    """
    # What only updates the history, or crawls, needs neither DuckDB nor Arrow for it.
    from ftcrawler.history.tables import connect as tables  # noqa: PLC0415

    return tables.connect(folder)
