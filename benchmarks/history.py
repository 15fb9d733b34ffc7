"""Measure what the history costs: `python benchmarks/history.py [--offers N] [--write]`.

A first update of all of a country and a second day, beside DuckDB's own reading of the same files;
what the 365th update of a history costs beside the 3rd; queries over a year of events.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from machine import described
from made_nights import Country, answers, night
from measuring import SCRAPY, Usage, run
from tables import put_between, table

from ftcrawler.history.applying.update import update_history
from ftcrawler.runs.layout import DataLayout

RESULTS = Path(__file__).with_name("RESULTS.md")
SOURCE = "https://api.test/o"
READ_JSON = Path(__file__).with_name("read_json.py")
EARLY = range(3, 10)
HEADER = ("what", "s", "CPU s", "peak MB")


def main() -> None:
    """Measure, and print the tables or write them into RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=500_000, help="offers of the country")
    parser.add_argument("--runs", type=int, default=3, help="times that each is measured")
    parser.add_argument("--nights", type=int, default=365, help="nights of the long history")
    parser.add_argument("--write", action="store_true", help="put the tables into RESULTS.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ftcrawler-history-") as folder:
        text = "\n\n".join(
            (
                f"`python benchmarks/history.py`; medians of {options.runs}. {described()}",
                updates(Path(folder), options.offers, options.runs),
                long_history(Path(folder), options.nights),
            )
        )
    print(text)
    if options.write:
        put_between(RESULTS, "history", text)


def updates(folder: Path, offers: int, runs: int) -> str:
    """Return the table of two days of a country, each from a warm cache."""
    data, country = folder / "data", Country(offers)
    first = night(data, SOURCE, country, 1)
    measured: dict[str, list[Usage]] = {}
    for _ in range(runs):
        shutil.rmtree(data / "history", ignore_errors=True)
        measured.setdefault("first update", []).append(_update(data, first))
        for how in ("inferred", "typed"):
            name = f"`read_json` of the same files, types {how}"
            command = [sys.executable, str(READ_JSON), str(data / "raw/france_travail"), how]
            measured.setdefault(name, []).append(run(command, {}))
    second = night(data, SOURCE, country.next_day(), 2)
    shutil.copytree(data / "history", folder / "kept")
    for _ in range(runs):
        shutil.rmtree(data / "history")
        shutil.copytree(folder / "kept", data / "history")
        measured.setdefault("second day", []).append(_update(data, second))
    shutil.rmtree(folder / "kept")
    shutil.rmtree(data)
    return table(HEADER, [_row(name, usages) for name, usages in measured.items()])


def long_history(folder: Path, nights: int) -> str:
    """Return what the last updates of a history cost, beside the first that have a past."""
    data, country = folder / "long", Country(10_000)
    early: list[Usage] = []
    late: list[Usage] = []
    for number in range(1, nights + 1):
        night(data, SOURCE, country, number)
        measured = early if number in EARLY else late if number > nights - len(EARLY) else None
        if measured is None:
            _apply(data)
        else:
            measured.append(_update(data, []))
        answers(data, SOURCE, number)
        _apply(data)
        country = country.next_day()
        for page in (data / "raw/france_travail").iterdir():
            page.unlink()
    rows = [_row("3rd to 9th night, 10,000 offers", early), _row(f"last 7 of {nights}", late)]
    return table(HEADER, rows)


def _apply(data: Path) -> None:
    """Update in this process: of nights that nobody measures."""
    update_history(DataLayout(data), SOURCE, close_max_percent=25.0, unreadable=print)


def _update(data: Path, pages: list[Path]) -> Usage:
    for page in pages:
        page.read_bytes()  # from a warm cache
    variables = {"FT_DATA_DIR": str(data), "URL_API_FRANCE_TRAVAIL": SOURCE}
    return run([*SCRAPY, "history", "update"], variables)


def _row(name: str, usages: list[Usage]) -> tuple[str, ...]:
    figures = [
        statistics.median(getattr(each, what) for each in usages)
        for what in ("seconds", "cpu", "peak")
    ]
    seconds, cpu, peak = figures
    return (name, f"{seconds:.1f}", f"{cpu:.1f}", f"{peak:.0f}")


if __name__ == "__main__":
    main()
