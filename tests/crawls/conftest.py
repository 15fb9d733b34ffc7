from __future__ import annotations

import json
import threading
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from ftsandbox.config import SandboxConfig
from ftsandbox.ordered_faults import parse_fault
from ftsandbox.server import Sandbox, running_sandbox

from .crawling import crawl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ftsandbox.days.played_days import Day
    from ftsandbox.request_log import Entry

    from .scrapy_process import Process

REAL_OFFERS = Path(__file__).parents[1] / "offers" / "offres_reelles.json"


class Server:
    """A sandbox as these tests look at it."""

    def __init__(self, sandbox: Sandbox, stop: Callable[[], None] = lambda: None) -> None:
        # Another may then listen on its port: the same source.
        self.stop = stop
        self.base_url = sandbox.base_url
        self.env = sandbox.env
        self.stats = sandbox.stats
        self.play_day = sandbox.play_day
        self.open_offers = sandbox.open_offers
        self.source = sandbox.env()["URL_API_FRANCE_TRAVAIL"]
        self._sandbox = sandbox

    @property
    def log(self) -> list[dict[str, Any]]:
        """Every request of the crawl, oldest first."""
        return [e for e in self._sandbox.log.as_dicts() if "/_sandbox/" not in e["path"]]

    @property
    def arrivals(self) -> list[float]:
        """When each search arrived, in monotonic seconds."""
        return [entry["arrival"] for entry in self._searches]

    @property
    def questions(self) -> list[str]:
        """What each search asked, oldest first."""
        return [entry["query"] for entry in self._searches]

    @property
    def _searches(self) -> list[dict[str, Any]]:
        return [entry for entry in self.log if "/offres/search" in entry["path"]]

    @property
    def days(self) -> tuple[Day, ...]:
        """What each day that was played did."""
        return self._sandbox.days

    def set_faults(self, *faults: str) -> None:
        """Put other faults in place; none: the sandbox is sound again."""
        self._sandbox.set_faults(*faults)

    def ids(self, criteria: dict[str, str]) -> list[str]:
        """Return the truth: every offer that the criteria select."""
        url = f"{self.base_url}/_sandbox/ids?{urlencode(criteria)}"
        with urllib.request.urlopen(url, timeout=30) as answer:
            return list(json.load(answer))

    def searches_so_far(self) -> int:
        """Return how many searches have arrived, those included that a dead crawl left in sockets.

        The server reads them before it answers what is asked of it later.
        """
        with urllib.request.urlopen(f"{self.base_url}/_sandbox/stats", timeout=30) as answer:
            answer.read()
        return self._count()

    def _count(self) -> int:
        return sum("/offres/search" in entry.path for entry in tuple(self._sandbox.log.entries))

    @contextmanager
    def held_at(self, search: int) -> Iterator[None]:
        """Answer nothing from the so-manyth search on, until the block is left.

        A crawl is then in the middle however slow the machine: it ends no sooner than that.
        """
        log, released = self._sandbox.log, threading.Event()
        begin = log.begin

        def begin_and_wait(entry: Entry) -> None:
            begin(entry)
            if self._count() >= search:
                released.wait(60)  # and with it the whole server

        log.begin = begin_and_wait  # type: ignore[method-assign]
        try:
            yield
        finally:
            log.begin = begin  # type: ignore[method-assign]
            released.set()

    def wait_for_searches(self, count: int, crawl: Process | None = None) -> None:
        """Return once so many searches have arrived, while *crawl* is still running."""
        deadline = time.monotonic() + 60
        while self._count() < count:
            assert time.monotonic() < deadline, "the crawl does not come"
            assert crawl is None or crawl.poll() is None, "the crawl is over"
            time.sleep(0.005)


@pytest.fixture
def start_sandbox():
    """Start sandboxes that stop with the test; faults are given as `--fault` takes them."""
    with ExitStack() as stack:

        def start(*faults, **options):
            config = SandboxConfig(
                faults=tuple(map(parse_fault, faults)), **{"quota": 0, "seed": 7, **options}
            )
            own = stack.enter_context(ExitStack())
            return Server(own.enter_context(running_sandbox(config)), own.close)

        yield start


@pytest.fixture
def run_crawl(tmp_path):
    """Run a crawl against a sandbox, with the test's own data folder."""

    def run(sandbox, spider, *arguments, data=None, **variables):
        return crawl(
            spider,
            *arguments,
            data=data or tmp_path / "data",
            variables={**sandbox.env(), **variables},
        )

    return run


@pytest.fixture
def data(tmp_path):
    """Return the data folder that `run_crawl` uses too."""
    return tmp_path / "data"
