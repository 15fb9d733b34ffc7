"""One sandbox's state: what the handlers of all its requests share."""

from __future__ import annotations

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from ftsandbox.catalogue.real_offers import load_offers, real_catalogue
from ftsandbox.days.played_days import PlayedDays
from ftsandbox.made.growth import Growth
from ftsandbox.ordered_faults import FaultBox
from ftsandbox.rate_limit import Buckets
from ftsandbox.request_log import RequestLog
from ftsandbox.search.market import Market
from ftsandbox.search.searches import Searches
from ftsandbox.tokens import Tokens
from ftsandbox.wall_clock import SECOND, Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftsandbox.config import SandboxConfig
    from ftsandbox.search.market import Grow

T = TypeVar("T")

API = "/partenaire/offresdemploi"


class Service:
    """Built whole before the first request; raises SandboxError for a bad offers file."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.log = RequestLog()
        self.faults = FaultBox(config.faults)
        self.tokens = Tokens(config.token_lifetime, config.client_id, config.client_secret)
        self.buckets = Buckets(config.quota)
        self.stopping = asyncio.Event()
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._latencies = random.Random(config.seed)  # noqa: S311 (no secret)
        self.clock = Clock(config.now)
        growth = Growth(config, self.clock.start) if config.offers is None else None
        grow = growth or _as_read(config)
        self.market = Market(self.clock, grow, config.vanish, config.seed)
        self.days = PlayedDays(self.market, self.clock, growth, config)
        self.searches = Searches(self.market, config)

    async def work(self, task: Callable[[], T]) -> T:
        """Do *task* in the one thread that reads the catalogue.

        A page takes some 10 ms to make; the loop stays free meanwhile, so that requests are
        noted when they arrive and not when the one before them is done.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, task)

    def do(self, task: Callable[[], T]) -> T:
        """Do *task* in that thread; for callers in other threads than the loop's."""
        return self._thread.submit(task).result()

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def latency(self) -> float:
        """Draw how long the next answer takes, in seconds."""
        return self._latencies.uniform(*self.config.latency) / SECOND

    def stats(self) -> dict[str, object]:
        """Return the counts that `/_sandbox/stats` shows; docs/sandbox.md explains each."""
        return {
            "requests": self.log.total,
            "by_status": dict(self.log.by_status),
            "tokens": self.tokens.given,
            "max_per_second": self.log.max_per_second(API),
            "peak_concurrency": self.log.peak_concurrency,
            "max_lag": self.log.max_lag,
        }


def _as_read(config: SandboxConfig) -> Grow:
    assert config.offers
    catalogue = real_catalogue(load_offers(config.offers))
    return lambda _now: catalogue
