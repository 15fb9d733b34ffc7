"""Measure what whole crawls against the sandbox cost: CPU and memory.

The CPU is set against that of the least a Scrapy spider can do (plain.py), run in turn, because
the machine's own speed drifts. A cost a thousand offers is the slope between a short crawl and a
long one: it leaves out the start, some 1.2 s.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scrapy
from measuring import SCRAPY, Usage, run
from plain import KEYWORDS
from serving import sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

PLAIN = Path(__file__).with_name("plain.py")


@dataclass(frozen=True)
class Crawl:
    """One crawl: what it read, and its account."""

    offers: int
    usage: Usage
    report: dict[str, Any]


def main() -> None:
    """Measure, and print what comes of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=500_000, help="offers in the sandbox")
    parser.add_argument("--pages", type=int, default=400, help="pages of the long crawl")
    parser.add_argument("--runs", type=int, default=3, help="pairs of crawls measured")
    options = parser.parse_args()
    cores = os.cpu_count()
    print(f"Python {platform.python_version()}, Scrapy {scrapy.__version__}, {cores} cores")
    with sandbox("--offers-count", str(options.offers), "--quota", "0") as server:
        compare(server.variables, options.pages, options.runs)


def compare(variables: dict[str, str], pages: int, runs: int) -> None:
    """Print the cost a thousand offers of our crawl and of the plain spider, and their ratio."""
    ours, plain = [], []
    for _ in range(runs):
        ours.append(slope(lambda count: crawl(variables, count, "0", "-s", "FT_QUOTA=0"), pages))
        plain.append(slope(lambda count: plain_crawl(variables, count), pages))
    for name, results in (("ftcrawler", ours), ("plain spider", plain)):
        costs = [cost for cost, _ in results]
        peak = statistics.median(long.usage.peak for _, long in results)
        print(
            f"{name:13} {results[0][1].offers} offers: "
            f"{statistics.median(costs):.4f} CPU s / 1000 offers "
            f"({min(costs):.4f} to {max(costs):.4f}), peak {peak:.0f} MB"
        )
    ratios = [mine / other for (mine, _), (other, _) in zip(ours, plain, strict=True)]
    print(
        f"ratio         {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    )


def slope(measure: Callable[[int], Crawl], pages: int) -> tuple[float, Crawl]:
    """Return CPU seconds a thousand offers beyond the start, and the long crawl."""
    short, long = measure(pages // 10), measure(pages)
    cost = (long.usage.cpu - short.usage.cpu) / (long.offers - short.offers) * 1000
    return cost, long


def crawl(variables: dict[str, str], pages: int, delay: str, *options: str) -> Crawl:
    """Read *pages* pages of keywords with our crawler."""
    with tempfile.TemporaryDirectory() as folder:
        sectors = Path(folder) / "sectors.json"
        sectors.write_text(json.dumps({"bench": {"libelle": "Bench", "keywords": KEYWORDS}}))
        arguments = ["-a", f"max_pages={pages}", "-a", f"delay={delay}", "-a", "no_s3=1"]
        usage = run(
            [*SCRAPY, "crawl", "sector", *arguments, *options],
            variables | {"FT_DATA_DIR": folder, "FT_SECTORS_FILE": str(sectors)},
        )
        (path,) = (Path(folder) / "runs").glob("*.json")
        report = json.loads(path.read_text())
    return Crawl(sum(report["offers"].values()), usage, report)


def plain_crawl(variables: dict[str, str], pages: int) -> Crawl:
    """Read as many pages with the plain spider."""
    with tempfile.TemporaryDirectory() as folder:
        usage = run([sys.executable, str(PLAIN), str(pages), folder], variables)
    report = json.loads(usage.output.splitlines()[-1])
    return Crawl(report["offers"], usage, report)


if __name__ == "__main__":
    main()
