"""How near the quota crawls come, and that they stay below it: `python benchmarks/quota.py`.

Three measures: one crawl of many searches, two at once (as two processes with one client id are),
whose answers take 50 to 800 ms; and one large search, whose answers take 400 ms and tell what to
ask next. `--france` reads all of 500,000 offers instead, in some six minutes. What counts is when
the sandbox got the requests.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from crawl import crawl
from measuring import SCRAPY, run
from serving import busiest_second, sandbox

OFFERS = 500_000
SANDBOX = ("--offers-count", str(OFFERS), "--quota", "10", "--latency")
MANY, LARGE = "50:800", "400:400"  # milliseconds
REFUSED = 429


class Pace(NamedTuple):
    """What the sandbox saw of the crawls of one run, or the medians of several."""

    requests: float
    seconds: float
    rate: float
    most: float
    refused: float


def main() -> None:
    """Print a line for each run and the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="times that each is measured")
    parser.add_argument("--requests", type=int, default=300, help="pages asked for in a run")
    parser.add_argument("--redis", default="", help="share it there: redis://host:6379/0")
    parser.add_argument("--france", action="store_true", help="read all offers, and only that")
    options = parser.parse_args()
    measures = [("one crawl", MANY, 1), ("two at once", MANY, 2), ("a large search", LARGE, 0)]
    if options.france:
        measures, options.requests = [("all of France", LARGE, 0)], 0
    for name, latency, crawls in measures:
        paces = []
        for _ in range(options.runs):
            paces.append(pace(latency, crawls, options.requests, options.redis))
            print(f"{name}: {told(paces[-1])}", flush=True)
        medians = Pace(*(statistics.median(figures) for figures in zip(*paces, strict=True)))
        print(f"{name}, medians: {told(medians)}", flush=True)


def pace(latency: str, crawls: int, pages: int, redis: str) -> Pace:
    """Let so many crawls ask for *pages* pages together; none: one, of a single large search."""
    with sandbox(*SANDBOX, latency) as server:
        variables = server.variables | {"FT_QUOTA_URL": redis}
        if crawls:
            with ThreadPoolExecutor(crawls) as threads:
                list(threads.map(lambda _: crawl(variables, pages // crawls, "0"), range(crawls)))
        else:
            read_all(variables, pages)
        searches = server.searches()
    moments = [search["arrival"] for search in searches]
    seconds = moments[-1] - moments[0]
    return Pace(
        requests=len(moments),
        seconds=seconds,
        rate=(len(moments) - 1) / seconds,
        most=busiest_second(moments),
        refused=sum(search["status"] == REFUSED for search in searches),
    )


def read_all(variables: dict[str, str], pages: int) -> None:
    """Read the search for all offers, as far as so many *pages* go; 0: to its end."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["-a", f"max_pages={pages}", "-a", "delay=0", "-a", "no_s3=1"]
        run([*SCRAPY, "crawl", "all", *arguments], variables | {"FT_DATA_DIR": folder})


def told(pace: Pace) -> str:
    """Return the figures as a line."""
    return (
        f"{pace.requests:.0f} requests in {pace.seconds:.1f} s, {pace.rate:.2f} a second, at most "
        f"{pace.most:.0f} in any one, {pace.refused:.0f} times 429"
    )


if __name__ == "__main__":
    main()
