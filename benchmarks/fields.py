"""Measure what counting the fields of offers costs, as a share of a crawl's CPU.

Both are CPU seconds a thousand offers: of the counting and its entry in the journal, in this
process, over the pages of a crawl; of whole crawls, beyond their start (crawl.py).
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from crawl import crawl, slope
from measuring import SCRAPY, run
from serving import sandbox

from ftcrawler.offers.field_counts import count_fields, sampled
from ftcrawler.runs.journal_counts import add_fields
from ftcrawler.runs.journal_schema import open_database

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """Measure, and print what comes of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    gc.freeze()  # as a crawl does
    gc.set_threshold(100_000, 20, 100)
    parser.add_argument("--pages", type=int, default=400, help="pages of the long crawl")
    parser.add_argument("--runs", type=int, default=5, help="measures of each")
    options = parser.parse_args()
    with sandbox("--offers-count", "200000", "--quota", "0") as server:
        pages = collected(server.variables)
        counting, crawling = [], []
        for _ in range(options.runs):
            counting.append(counting_cost(pages))
            cost, _ = slope(
                lambda n: crawl(server.variables, n, "0", "-s", "FT_QUOTA=0"), options.pages
            )
            crawling.append(cost)
    shares = [part / whole for part, whole in zip(counting, crawling, strict=True)]
    for name, values in (("counting", counting), ("crawl", crawling)):
        print(f"{name:9} {statistics.median(values):.4f} CPU s / 1000 offers")
    print(f"share     {statistics.median(shares):.1%} ({min(shares):.1%} to {max(shares):.1%})")


def collected(variables: dict[str, str]) -> list[bytes]:
    """Return the pages of a crawl."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["-a", "max_pages=400", "-a", "delay=0", "-a", "no_s3=1", "-s", "FT_QUOTA=0"]
        run([*SCRAPY, "crawl", "all", *arguments], variables | {"FT_DATA_DIR": folder})
        paths = (Path(folder) / "raw" / "france_travail").glob("*.json")
        return [path.read_bytes() for path in paths]


def counting_cost(pages: Sequence[bytes]) -> float:
    """Return the CPU seconds that a thousand offers cost."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "journal.sqlite3")
        spent, offers = 0.0, 0
        for number, page in enumerate(pages):
            read = orjson.loads(page)["resultats"]
            # In a crawl other pages come between: what was read is no longer at hand.
            others = [orjson.loads(other) for other in pages[:4]]
            looked_at = sampled(read, number + 1)
            db.execute("BEGIN IMMEDIATE")
            begun = time.process_time()
            add_fields(db, count_fields(looked_at))
            spent += time.process_time() - begun
            db.execute("COMMIT")
            offers += len(read)
            del others
        db.close()
    return spent / offers * 1000


if __name__ == "__main__":
    main()
