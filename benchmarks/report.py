"""Measure the report of a year: `python benchmarks/report.py [--year FOLDER] [--write]`.

The year is made (made_year.py) unless a folder has it; what is measured is `scrapy report`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from pathlib import Path

from machine import described
from made_year import SOURCE, make_year
from measuring import SCRAPY, Usage, run
from tables import put_between, table

RESULTS = Path(__file__).with_name("RESULTS.md")
HEADER = ("what", "s", "CPU s", "peak MB", "page MB")


def main() -> None:
    """Measure, and print the table or write it into RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--year", type=Path, help="folder that has a year already")
    parser.add_argument("--offers", type=int, default=500_000, help="offers open on a night")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--runs", type=int, default=3, help="times that it is measured")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ftcrawler-report-") as folder:
        data = options.year or Path(folder) / "data"
        if options.year is None:
            make_year(data, options.offers, options.days)
        load = os.getloadavg()[0]
        page = Path(folder) / "rapport.html"
        command = [*SCRAPY, "report", "--output", str(page)]
        variables = {"FT_DATA_DIR": str(data), "URL_API_FRANCE_TRAVAIL": SOURCE}
        usages = [run(command, variables) for _ in range(options.runs)]
        size = page.stat().st_size
    offers = f"{options.offers:,}".replace(",", " ")
    what = f"{options.days} nights, {offers} open offers"
    how = f"`python benchmarks/report.py`; median of {options.runs}, load before {load:.1f}."
    text = f"{how} {described()}\n\n{table(HEADER, [_row(what, usages, size)])}"
    print(text)
    if options.write:
        put_between(RESULTS, "report", text)


def _row(what: str, usages: list[Usage], size: int) -> tuple[str, ...]:
    seconds, cpu, peak = (
        statistics.median(getattr(each, name) for each in usages)
        for name in ("seconds", "cpu", "peak")
    )
    return what, f"{seconds:.1f}", f"{cpu:.1f}", f"{peak:.0f}", f"{size / 1e6:.2f}"


if __name__ == "__main__":
    main()
