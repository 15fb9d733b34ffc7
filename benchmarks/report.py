"""Measure the report of a year: `python benchmarks/report.py [--year FOLDER] [--write]`.

The year is made (made_year.py) unless a folder has it. What is measured is a process of its own
that gathers the figures and writes the page, as `scrapy report` does.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from machine import described
from made_year import make_year
from measuring import Usage, run
from tables import put_between, table

RESULTS = Path(__file__).with_name("RESULTS.md")
HEADER = ("what", "s", "CPU s", "peak MB", "page MB")
WRITE = """
import sys
from pathlib import Path
from ftcrawler.dashboard.gather import gather
from ftcrawler.dashboard.page.write_page import write_page
from ftcrawler.runs.layout import DataLayout
print(len(write_page(gather(DataLayout(Path(sys.argv[1]))))))
"""


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
        usages = [run([sys.executable, "-c", WRITE, str(data)], {}) for _ in range(options.runs)]
    offers = f"{options.offers:,}".replace(",", " ")
    what = f"{options.days} nights, {offers} open offers"
    how = f"`python benchmarks/report.py`; median of {options.runs}, load before {load:.1f}."
    text = f"{how} {described()}\n\n{table(HEADER, [_row(what, usages)])}"
    print(text)
    if options.write:
        put_between(RESULTS, "report", text)


def _row(what: str, usages: list[Usage]) -> tuple[str, ...]:
    seconds, cpu, peak = (
        statistics.median(getattr(each, name) for each in usages)
        for name in ("seconds", "cpu", "peak")
    )
    size = int(usages[0].output) / 1e6
    return what, f"{seconds:.1f}", f"{cpu:.1f}", f"{peak:.0f}", f"{size:.2f}"


if __name__ == "__main__":
    main()
