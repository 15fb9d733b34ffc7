"""Start a crawl, and stop it in the middle."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from .crawling import QUICK, Crawl, as_given, environment
from .scrapy_process import start

if TYPE_CHECKING:
    import signal
    from collections.abc import Sequence

    from .conftest import Server
    from .scrapy_process import Process


def begin(
    data: Path,
    sandbox: Server,
    spider: str,
    *arguments: str,
    delay: float = 0.02,
    **variables: str,
) -> Process:
    """Start a crawl, slow enough to be caught in the middle, and return at once."""
    return start(
        *("crawl", spider, *QUICK, *as_given((f"delay={delay}", *arguments))),
        environment=environment(data, {**sandbox.env(), **variables}),
    )


def end(process: Process, data: Path, *, by: signal.Signals | None = None) -> Crawl:
    """Return a crawl that ends by itself, or by a signal."""
    if by is not None:
        process.send_signal(by)
    stdout, log = process.communicate(timeout=120)
    return Crawl(process.wait(), stdout, log, data)


def stopped(  # noqa: PLR0913 (which crawl, and when)
    data: Path,
    sandbox: Server,
    spider: str,
    *arguments: str,
    searches: int,
    by: signal.Signals,
    settled: bool = False,
) -> Crawl:
    """Return a crawl that a signal meets as the so-manyth search waits for its answer.

    *settled*: not before it is done with the answers that came before, however slow the machine.
    """
    with sandbox.held_at(searches):
        process = begin(data, sandbox, spider, *arguments)
        sandbox.wait_for_searches(searches, process)
        if settled:
            wait_for_idle(process.pid)
        process.send_signal(by)
    return end(process, data)


def wait_for_idle(pid: int) -> None:
    """Return once a process has used hardly any processor for a moment."""
    deadline, used = time.monotonic() + 10, -1
    while (now := _ticks(pid)) - used > 1 and time.monotonic() < deadline:
        used = now
        time.sleep(0.3)


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    user, system = fields.rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


def asked_again(lives: Sequence[Sequence[str]]) -> list[int]:
    """Return, for each life of a crawl, how many of its questions a later one asked again.

    >>> asked_again([["a", "b"], ["b", "c"], ["b"]])
    [1, 1, 0]
    """
    again = [0] * len(lives)
    asked_in: dict[str, int] = {}
    for life, questions in enumerate(lives):
        for question in set(questions):
            if question in asked_in:
                again[asked_in[question]] += 1
            asked_in[question] = life
    return again
