"""Measure what `scrapy load` costs: `python benchmarks/postgres.py [--offers N] [--write]`.

A first load of open offers and their history, beside a bare COPY of the same rows (all tables, no
key, no index, one transaction, the same files and server); then the load of a day.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from machine import described
from made_nights import Country, answers, night
from measuring import SCRAPY, run
from tables import put_between, table

from ftcrawler.exports.csv_copy import copy_rows
from ftcrawler.exports.schema_ddl import typed
from ftcrawler.history.applying.update import update_history
from ftcrawler.history.tables.connect import connect
from ftcrawler.history.tables.tables import TABLES
from ftcrawler.runs.layout import DataLayout
from tests.postgres_server import start_postgres, stop_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres_server import PostgresServer

RESULTS = Path(__file__).with_name("RESULTS.md")
SOURCE = "https://api.test/o"
# As a server that is kept: what is written is durable.
SETTINGS = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
ROOMY = ("shared_buffers=512MB", "max_wal_size=8GB")
HEADER = ("what", "s", "beside COPY", "peak MB")


def main() -> None:
    """Measure, and print the table or write it into RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=500_000, help="open offers")
    parser.add_argument("--nights", type=int, default=3, help="nights of the first load")
    parser.add_argument("--runs", type=int, default=3, help="times that each is measured")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        place = Path(folder)
        before, after = _made(place, options.offers, options.nights)
        server_folder = place / "server"
        server_folder.mkdir()
        place.chmod(0o755)
        server = start_postgres(server_folder, *SETTINGS, *ROOMY)
        try:
            rows = [_measured(server, before, after) for _ in range(options.runs)]
        finally:
            stop_postgres(server)
    text = (
        f"`python benchmarks/postgres.py --offers {options.offers}`; medians of {options.runs}. "
        f"{described()}\n\n{_table(rows)}"
    )
    print(text)
    if options.write:
        put_between(RESULTS, "postgres", text)


def _made(folder: Path, offers: int, nights: int) -> tuple[Path, Path]:
    """Return the data folders of a history before its last day, and after it."""
    data, country = folder / "data", Country(offers, days=nights + 1)
    for number in range(1, nights + 2):
        if number == nights + 1:
            shutil.copytree(data, folder / "before")
        pages = night(data, SOURCE, country, number)
        for step in (_nothing, lambda: answers(data, SOURCE, number)):  # noqa: B023 (used at once)
            step()
            update_history(DataLayout(data), SOURCE, close_max_percent=25.0, unreadable=print)
        for page in pages:
            page.unlink()
        country = country.next_day()
    return folder / "before", data


def _nothing() -> None:
    """Leave the night's own crawl to be applied alone."""


def _measured(server: PostgresServer, before: Path, after: Path) -> dict[str, tuple[float, float]]:
    """Return seconds and peak of a bare COPY, a first load, a day's and one with nothing new."""
    measured: dict[str, tuple[float, float]] = {}
    with _database(server) as url:
        measured["bare COPY of the same rows"] = (_bare(url, before), 0.0)
    with _database(server) as url:
        for name, data in (("first load", before), ("a day's", after), ("nothing new", after)):
            done = run([*SCRAPY, "load", url], {"FT_DATA_DIR": str(data)})
            measured[name] = (done.seconds, done.peak)
    return measured


@contextmanager
def _database(server: PostgresServer) -> Iterator[str]:
    name = server.new_database()
    server.execute("CHECKPOINT")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name}")


def _bare(url: str, data: Path) -> float:
    began = time.monotonic()
    with (
        closing(connect(data)) as engine,
        psycopg.connect(url) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SET default_toast_compression = 'lz4'")  # as a load has it
        for each in TABLES:
            cursor.execute(f"CREATE TABLE {each.name} ({typed(each.columns)})")
            copy_rows(cursor, engine, f"SELECT * FROM {each.name}", each.name, each.columns)
    return time.monotonic() - began


def _table(measured: list[dict[str, tuple[float, float]]]) -> str:
    names = list(measured[0])
    medians = {
        name: [statistics.median(each[name][place] for each in measured) for place in (0, 1)]
        for name in names
    }
    bare = medians[names[0]][0]
    return table(
        HEADER,
        [
            (name, f"{seconds:.1f}", f"{seconds / bare:.2f}", f"{peak:.0f}" if peak else "")
            for name, (seconds, peak) in medians.items()
        ],
    )


if __name__ == "__main__":
    main()
