"""The history as tables, in a DuckDB that lives in memory: for notebooks, and for `scrapy sql`.

    from ftcrawler.history import connect
    connect("data").sql("SELECT evenement, count(*) FROM evenements GROUP BY evenement")

No file is locked, no extension loaded, no network used; only the files that the manifest names
can be read. What a query needs beyond memory goes to a folder of its own below the data folder,
which goes with it (spill_folder.py).
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.files.damage import damage_told
from ftcrawler.history.files.engine import spilling_connection
from ftcrawler.history.files.event_columns import EVENTS
from ftcrawler.history.files.manifest import Manifest, needed_manifest
from ftcrawler.history.files.open_files import (
    OFFERS_FILE,
    STATE,
    STATE_FILE,
    STOCK,
    STOCK_FILE,
    check_file,
)
from ftcrawler.history.files.whole_offers import SCHEMA
from ftcrawler.history.tables.applied_runs import AppliedRuns
from ftcrawler.history.tables.dialects import DUCKDB
from ftcrawler.history.tables.spill_folder import spill_folder
from ftcrawler.history.tables.table_queries import (
    LAST_EVENTS,
    ORDER,
    SOURCES,
    last_events,
    queries,
)
from ftcrawler.history.tables.tables import RUNS
from ftcrawler.offers.reference_tables import reference_tables
from ftcrawler.runs.layout import DataLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ftcrawler.history.files.manifest import NamedFile

_OPEN: Final = {
    "offres": (OFFERS_FILE, SCHEMA),
    "etat": (STATE_FILE, STATE),
    "tenues": (STOCK_FILE, STOCK),
}
_NUMBERED: Final = EVENTS.append(pa.field(ORDER, pa.int64()))
# Of the machine's memory; an update, which runs beside a crawl, takes far less.
_MEMORY: Final = "50%"


def connect(folder: Path | str) -> duckdb.DuckDBPyConnection:
    """Return a connection to the tables of the history below a data folder.

    They are as the history is now; an update that comes later does not show. Raises HistoryError
    if there is no history yet, or a file of it is missing or damaged.
    """
    layout = DataLayout(Path(folder).expanduser())
    manifest = needed_manifest(layout)
    try:
        return connected(layout, manifest)
    except (HistoryError, duckdb.Error):
        # An update has replaced the open offers meanwhile, or something is really wrong.
        if (newer := needed_manifest(layout)) == manifest:
            raise
        return connected(layout, newer)


def connected(layout: DataLayout, manifest: Manifest) -> duckdb.DuckDBPyConnection:
    """Return a connection to the tables of a manifest; raise HistoryError or duckdb.Error."""
    for file in _files(manifest):
        check_file(layout, manifest, file, whole=False)
    spill = spill_folder(layout)
    engine = spilling_connection(spill.path if spill else None)
    if spill:
        weakref.finalize(engine, spill.remove)
    engine.execute(f"SET memory_limit = '{_MEMORY}'")
    engine.execute(f"SET threads = {os.cpu_count() or 1}")
    engine.execute(f"CREATE SCHEMA {SOURCES}")
    with damage_told(layout, manifest, _files(manifest)):  # views know the columns of the files
        _add_files(engine, layout, manifest)
        _add_rows(engine, layout, manifest)
        engine.execute(f"CREATE VIEW {LAST_EVENTS} AS {last_events(DUCKDB)}")
        for name, query in queries(DUCKDB).items():
            if name != RUNS.name:
                engine.execute(f"CREATE VIEW {name} AS {query}")
    engine.execute("SET enable_external_access = false")
    engine.execute("SET lock_configuration = true")
    return engine


def _add_files(engine: duckdb.DuckDBPyConnection, layout: DataLayout, manifest: Manifest) -> None:
    paths = {file: str((layout.root / file.key).resolve()) for file in _files(manifest)}
    engine.execute("SET allowed_paths = $paths", {"paths": list(paths.values())})
    events = [paths[file] for file in manifest.events]
    _add_view(engine, "evenements", events, _NUMBERED, f"*, file_index AS {ORDER}")
    for name, (file_name, schema) in _OPEN.items():
        named = manifest.open_file(file_name)
        _add_view(engine, name, [paths[named]] if named else [], schema)


def _files(manifest: Manifest) -> Sequence[NamedFile]:
    return (*manifest.events, *manifest.open)


def _add_view(
    engine: duckdb.DuckDBPyConnection,
    name: str,
    paths: list[str],
    schema: pa.Schema,
    columns: str = "*",
) -> None:
    """Make Parquet files one relation, of *schema*; without any it is empty."""
    if not paths:
        _add_table(engine, name, schema.empty_table())
        return
    quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    engine.execute(
        f"CREATE VIEW {SOURCES}.{name} AS "
        f"SELECT {columns} FROM read_parquet([{quoted}], hive_partitioning = false)"
    )


def _add_rows(engine: duckdb.DuckDBPyConnection, layout: DataLayout, manifest: Manifest) -> None:
    # What Arrow gives has its place beside the schemas: it is the table, as its query would be.
    engine.register(RUNS.name, AppliedRuns(layout, manifest))
    for name, table in reference_tables().items():
        columns = zip(*table.rows, strict=True)
        arrays = [pa.array(values, pa.string()) for values in columns]
        _add_table(engine, name, pa.Table.from_arrays(arrays, list(table.columns)))


def _add_table(engine: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    engine.register("_rows", rows)
    engine.execute(f"CREATE TABLE {SOURCES}.{name} AS SELECT * FROM _rows")
    engine.unregister("_rows")
