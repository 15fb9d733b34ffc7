"""Measure what feeds add to a crawl: CPU and memory.

A crawl without a feed and one with each format are run in turn, because the machine's own speed
drifts; ratios are taken within each turn. A cost a thousand offers is the slope between a short
crawl and a long one, as in crawl.py: it leaves out the start.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from crawl import crawl, slope
from machine import described
from serving import sandbox
from tables import put_between, table

RESULTS = Path(__file__).with_name("RESULTS.md")
FORMATS = ("", "jsonl", "json", "csv", "excel", "parquet", "xlsx")
HEADER = ("feed", "CPU s / 1,000 offers", "to none", "peak MB", "bytes an offer")


def main() -> None:
    """Measure, and print a table or write it into RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=500_000, help="offers in the sandbox")
    parser.add_argument("--pages", type=int, default=400, help="pages of the long crawl")
    parser.add_argument("--runs", type=int, default=3, help="turns measured")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    with sandbox("--offers-count", str(options.offers), "--quota", "0") as server:
        turns = [turn(server.variables, options.pages) for _ in range(options.runs)]
    text = (
        f"`python benchmarks/feeds.py`; medians of {options.runs}, least and most in brackets. "
        f"{described()}\n\n{table(HEADER, [row(turns, kind) for kind in FORMATS])}"
    )
    print(text)
    if options.write:
        put_between(RESULTS, "feeds", text)


def turn(variables: dict[str, str], pages: int) -> dict[str, tuple[float, float, float]]:
    """Return for each format its cost, its peak in MB and its bytes an offer."""
    return {kind: measured(variables, pages, kind) for kind in FORMATS}


def measured(variables: dict[str, str], pages: int, kind: str) -> tuple[float, float, float]:
    """Crawl with a feed of a format, or none."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "feed"
        feed.touch()
        given = ("-O", f"{feed}:{kind}") if kind else ()
        cost, long = slope(
            lambda count: crawl(variables, count, "0", "-s", "FT_QUOTA=0", *given), pages
        )
        size = feed.stat().st_size / long.report["offers"]["collected"]
    return cost, long.usage.peak, size


def row(turns: list[dict[str, tuple[float, float, float]]], kind: str) -> list[str]:
    """Return what is said of a format."""
    costs, peaks, sizes = zip(*(each[kind] for each in turns), strict=True)
    ratios = [each[kind][0] / each[""][0] for each in turns]
    return [
        kind or "none",
        f"{statistics.median(costs):.3f} ({min(costs):.3f} to {max(costs):.3f})",
        f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
        f"{statistics.median(peaks):.0f}",
        f"{statistics.median(sizes):,.0f}" if kind else "",
    ]


if __name__ == "__main__":
    main()
