"""The relations that tables are made of, as Spark's: files, and rows that are in none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.files.event_columns import EVENTS
from ftcrawler.history.files.open_files import (
    OFFERS_FILE,
    STATE,
    STATE_FILE,
    STOCK,
    STOCK_FILE,
)
from ftcrawler.history.files.whole_offers import SCHEMA
from ftcrawler.history.tables import applied_runs
from ftcrawler.history.tables.dialects import SPARK
from ftcrawler.history.tables.spark_folder import TAIL, tail
from ftcrawler.history.tables.table_queries import ORDER, last_events, over
from ftcrawler.history.tables.tables import RUNS
from ftcrawler.offers.reference_tables import reference_tables
from ftcrawler.runs.layout import REPORT_SUFFIX, RUNS_PREFIX, report_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import DataFrame

    from ftcrawler.history.files.manifest import Manifest
    from ftcrawler.history.tables.spark_folder import SparkFolder
    from ftcrawler.runs.run_name import RunName

_OPEN: Final = {
    "offres": (OFFERS_FILE, SCHEMA),
    # Spark has no number without a sign, and no table shows this one.
    "etat": (STATE_FILE, pa.schema([each for each in STATE if each.name != "empreinte"])),
    "tenues": (STOCK_FILE, STOCK),
}


def sources(
    folder: SparkFolder, manifest: Manifest, *, has_open: bool
) -> tuple[dict[str, DataFrame], dict[str, DataFrame]]:
    """Return the relations by their names, with numbered events, and with events that are not.

    To number events takes time, and is for those who use it. Without files of open offers theirs
    are empty.
    """
    events = folder.parquet([each.key for each in manifest.events], EVENTS)
    found = {"evenements": _numbered(folder, manifest, events)}
    found["derniers"] = asked(last_events(SPARK), found)
    for name, (file_name, schema) in _OPEN.items():
        file = manifest.open_file(file_name) if has_open else None
        found[name] = folder.parquet([file.key] if file else [], schema)
    found |= _rows(folder, manifest)
    return found, found | {"evenements": events}


def asked(query: str, relations: Mapping[str, DataFrame]) -> DataFrame:
    """Return what a query over the relations of SOURCES gives: Spark takes them by their names."""
    named = over(query, {name: f"{{{name}}}" for name in relations})
    return relations["evenements"].sparkSession.sql(named, None, **relations)


def _numbered(folder: SparkFolder, manifest: Manifest, events: DataFrame) -> DataFrame:
    """Return the events with the number of their file, which a small table beside them has."""
    tails = [tail(each.key) for each in manifest.events]
    if not tails:
        return folder.parquet([], EVENTS.append(pa.field(ORDER, pa.int64())))
    numbers = pa.table(
        {"fichier": pa.array(tails, pa.string()), ORDER: pa.array(range(len(tails)))}
    )
    return folder.spark.sql(
        f"SELECT /*+ BROADCAST(n) */ e.*, n.{ORDER} "
        "FROM {evenements} AS e JOIN {numeros} AS n ON n.fichier = e.fichier",
        evenements=events.selectExpr("*", f"{TAIL} AS fichier"),
        numeros=folder.spark.createDataFrame(numbers),
    )


def _rows(folder: SparkFolder, manifest: Manifest) -> dict[str, DataFrame]:
    reports = folder.texts(RUNS_PREFIX, REPORT_SUFFIX)

    def report(run: RunName) -> bytes:
        # Of one that is gone nothing is read, which is no report.
        return reports.get(report_key(run).removeprefix(RUNS_PREFIX), "").encode()

    rows = list(applied_runs.run_rows(manifest, report))
    tables = {RUNS.name: pa.Table.from_pylist(rows, applied_runs.SCHEMA)}
    for name, codes in reference_tables().items():
        arrays = [pa.array(each, pa.string()) for each in zip(*codes.rows, strict=True)]
        tables[name] = pa.Table.from_arrays(arrays, list(codes.columns))
    return {name: folder.spark.createDataFrame(table) for name, table in tables.items()}
