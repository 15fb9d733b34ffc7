"""Nights as real processes against a sandbox, and what they leave behind."""

from __future__ import annotations

import json
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawls.conftest import data, start_sandbox
from tests.crawls.crawling import QUICK, Crawl, as_given, environment
from tests.crawls.scrapy_process import start

if TYPE_CHECKING:
    from tests.crawls.conftest import Server
    from tests.crawls.scrapy_process import Process

__all__ = ["data", "start_sandbox"]


@dataclass
class Nights:
    """The nights of one data folder."""

    data: Path
    sandbox: Server
    variables: dict[str, str] = field(default_factory=dict)

    def start(self, *words: str, **variables: str) -> Process:
        """Start a night; name=value is an argument, NAME=value a setting, others are as given."""
        pairs = [word for word in words if "=" in word]
        others = [word for word in words if "=" not in word]
        given = {**self.sandbox.env(), **self.variables, **variables}
        return start(
            *("nightly", *others, *QUICK, *as_given(("FT_QUOTA=0", *pairs))),
            environment=environment(self.data, given),
        )

    def run(self, *words: str, **variables: str) -> Crawl:
        """Return a night that ends by itself."""
        return self.end(self.start(*words, **variables))

    def end(self, process: Process) -> Crawl:
        stdout, log = process.communicate(timeout=120)
        return Crawl(process.wait(), stdout, log, self.data)

    @property
    def details(self) -> list[str]:
        """The offers whose detail was asked, as often as they were."""
        paths = [entry["path"] for entry in self.sandbox.log]
        return [p.rpartition("/")[2] for p in paths if "/offres/" in p and "search" not in p]

    @property
    def record(self) -> dict[str, Any]:
        """What the only record of the folder says."""
        (path,) = self.records
        return dict(json.loads(path.read_text()))

    @property
    def records(self) -> list[Path]:
        return list((self.data / "state").glob("nightly-*.json"))

    @property
    def statuses(self) -> list[str]:
        """The statuses of all runs but those of `closed`, in the order of their reports."""
        reports = Crawl(0, "", "", self.data).reports
        return [each["status"] for each in reports if each["spider"] != "closed"]

    def runs(self, spider: str) -> list[str]:
        return sorted(path.stem for path in (self.data / "runs").glob(f"{spider}_*.json"))


def wait_until(true, process: Process) -> None:
    """Return once it is so, while the process is still running."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        assert process.poll() is None, "it is over"
        time.sleep(0.02)


def with_children(process: Process) -> list[int]:
    """Return the process and those it started, which it is to outlive."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [process.pid, *map(int, children)]


def kill(*pids: int) -> None:
    """Kill processes as the system does for want of memory, and wait for their locks."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    for pid in pids:
        with suppress(OSError):
            while "zombie" not in Path(f"/proc/{pid}/status").read_text():
                time.sleep(0.01)


@pytest.fixture
def nights(data, start_sandbox):
    return Nights(data, start_sandbox(offers_count=400))
