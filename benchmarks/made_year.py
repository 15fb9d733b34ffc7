"""A year of history of a whole country, made in minutes: `python benchmarks/made_year.py FOLDER`.

The first night is a real one; made_moves.py makes the events of the others of its offers' rows.
500,000 offers make some 20 million events.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
from made_moves import Year, named_places, stamp
from made_nights import Country, night

from ftcrawler.history.applying.update import update_history
from ftcrawler.history.files.engine import spilling_connection
from ftcrawler.history.files.event_columns import EVENTS
from ftcrawler.history.files.manifest import (
    AppliedRun,
    Manifest,
    NamedFile,
    needed_manifest,
    write_manifest,
)
from ftcrawler.history.files.open_files import (
    OFFERS_FILE,
    STATE,
    STATE_FILE,
    STOCK,
    STOCK_FILE,
)
from ftcrawler.history.files.parquet_file import ParquetFile
from ftcrawler.history.files.whole_offers import SCHEMA
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.runs.run_name import RunName

if TYPE_CHECKING:
    from collections.abc import Iterator


SOURCE: Final = "https://api.test/o"
ROW_GROUP: Final = 50_000
OPEN_ROWS: Final = 6_000


def make_year(data: Path, offers: int, days: int) -> None:
    """Leave a history of so many nights below *data*."""
    layout = DataLayout(data)
    pages = night(data, SOURCE, Country(offers, days=1), 0)
    update_history(layout, SOURCE, close_max_percent=25.0, unreadable=print)
    for page in pages:
        page.unlink()
    manifest = needed_manifest(layout)
    (first,) = manifest.events
    engine = spilling_connection(None)
    engine.execute(
        "CREATE TABLE base AS SELECT *, file_row_number AS row FROM "
        f"read_parquet('{data / first.key}', file_row_number = true, hive_partitioning = false)"
    )
    engine.execute("CREATE UNIQUE INDEX base_rows ON base (row)")
    year = Year(manifest.events[0].rows, engine)
    runs = list(manifest.runs)
    for day in range(1, days):
        for run, tables in year.night(day).items():
            runs.append(_apply(layout, run, tables, offers))
    opened = tuple(_open_files(layout, manifest, year, days - 1))
    last = RunName("all", stamp(days - 1)).started
    write_manifest(
        layout,
        replace(manifest, runs=tuple(runs), open=opened, last_complete={"all": last}),
    )


def _apply(layout: DataLayout, run: RunName, tables: list[pa.Table], offers: int) -> AppliedRun:
    """Write the events of a run, and its report; return how the manifest names it."""
    started = run.started
    day = started.astimezone(PARIS).date()
    file = _file(layout, f"history/events/date={day}/{run}.parquet", EVENTS, ROW_GROUP)
    for table in tables:
        file.add(table.cast(EVENTS))
    finished = (started + timedelta(hours=1)).isoformat()
    whole = run.spider == "all"
    searches = [{"label": "all", "status": "complete", "announced": offers, "collected": offers}]
    report = {"run": str(run), "spider": run.spider, "source": SOURCE, "status": "complete"}
    more = {"finished": finished, "searches": searches if whole else []}
    layout.report(run).write_bytes(orjson.dumps(report | more))
    named = file.close()
    assert named is not None
    return AppliedRun(
        run=str(run),
        finished=finished,
        status="complete",
        complete=("all",) if whole else (),
        events={table["evenement"][0].as_py(): table.num_rows for table in tables},
        files=(named,),
    )


def _open_files(
    layout: DataLayout, manifest: Manifest, year: Year, day: int
) -> Iterator[NamedFile]:
    """Write the files of the offers that are open after the last night."""
    run = RunName("all", stamp(day))
    engine = year.engine
    places = f"SELECT range AS place FROM range({year.offers})"
    named = named_places(places, year.generation(day), year)
    engine.execute(
        "CREATE TABLE now AS SELECT base.id AS old_id, new_id, new_creation FROM "
        f"({named}) JOIN base ON row = place_of"
    )
    seen = f"TIMESTAMPTZ '{run.started.isoformat()}'"
    created = {"date_creation": "coalesce(new_creation, f.date_creation)"}
    for name, schema, rows, made in (
        (OFFERS_FILE, SCHEMA, OPEN_ROWS, created),
        (STATE_FILE, STATE, year.offers, {"vue_le": seen}),
        (STOCK_FILE, STOCK, year.offers, {"tenue_le": seen}),
    ):
        there = manifest.open_file(name)
        assert there is not None
        of = {"id": "new_id", **made}
        columns = ", ".join(f"{of.get(each, f'f.{each}')} AS {each}" for each in schema.names)
        query = (
            f"SELECT {columns} FROM read_parquet('{layout.root / there.key}') f "
            "JOIN now ON f.id = old_id"
        )
        file = _file(layout, f"history/open/{run}/{name}", schema, rows)
        for batch in engine.sql(query).to_arrow_reader(OPEN_ROWS):
            file.add(pa.Table.from_batches([batch]).cast(schema))
        written = file.close()
        assert written is not None
        (layout.root / there.key).unlink()
        yield written


def _file(layout: DataLayout, key: str, schema: pa.Schema, row_group: int) -> ParquetFile:
    return ParquetFile(layout.root, key, schema, row_group=row_group, level=1)


def main() -> None:
    """Make a year in a folder that is none yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--offers", type=int, default=500_000, help="offers open on a night")
    parser.add_argument("--days", type=int, default=365)
    options = parser.parse_args()
    began = datetime.now().astimezone()
    make_year(options.folder, options.offers, options.days)
    print(f"{options.folder}: {(datetime.now().astimezone() - began).seconds} s", file=sys.stderr)


if __name__ == "__main__":
    main()
