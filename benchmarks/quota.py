"""How near the quota crawls come, and that they stay below it: `python benchmarks/quota.py`.

Answers take 50 to 800 ms. First one crawl asks for 300 pages, then two at once for 150 each, as
two processes with one client id do. What counts is when the sandbox got the requests.
"""

from __future__ import annotations

import argparse
import statistics
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from crawl import crawl
from serving import busiest_second, sandbox

SANDBOX = ("--offers-count", "500000", "--quota", "10", "--latency", "50:800")
REFUSED = 429


class Pace(NamedTuple):
    """What the sandbox saw of the crawls of one run, or the medians of several."""

    requests: float
    rate: float
    most: float
    refused: float


def main() -> None:
    """Print a line for each run and the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="times that each is measured")
    parser.add_argument("--requests", type=int, default=300, help="pages asked for in a run")
    parser.add_argument("--redis", default="", help="share it there: redis://host:6379/0")
    options = parser.parse_args()
    for crawls in (1, 2):
        paces = []
        for _ in range(options.runs):
            paces.append(pace(crawls, options.requests // crawls, options.redis))
            print(f"{crawls} at once: {told(paces[-1])}", flush=True)
        medians = Pace(*(statistics.median(figures) for figures in zip(*paces, strict=True)))
        print(f"{crawls} at once, medians: {told(medians)}", flush=True)


def pace(crawls: int, pages: int, redis: str) -> Pace:
    """Let so many crawls ask for *pages* pages each, all at once, of a sandbox of their own."""
    with sandbox(*SANDBOX) as server:
        variables = server.variables | {"FT_QUOTA_URL": redis}
        with ThreadPoolExecutor(crawls) as threads:
            list(threads.map(lambda _: crawl(variables, pages, "0.1"), range(crawls)))
        searches = server.searches()
    moments = [search["arrival"] for search in searches]
    return Pace(
        requests=len(moments),
        rate=(len(moments) - 1) / (moments[-1] - moments[0]),
        most=busiest_second(moments),
        refused=sum(search["status"] == REFUSED for search in searches),
    )


def told(pace: Pace) -> str:
    """Return the figures as a line."""
    return (
        f"{pace.requests:.0f} requests, {pace.rate:.2f} a second, at most {pace.most:.0f} in any "
        f"one, {pace.refused:.0f} times 429"
    )


if __name__ == "__main__":
    main()
