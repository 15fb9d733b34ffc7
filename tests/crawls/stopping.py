"""Start a crawl, and stop it in the middle."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from .crawling import QUICK, ROOT, SCRAPY, Crawl, environment

if TYPE_CHECKING:
    import signal
    from pathlib import Path

    from .conftest import Server


def begin(
    data: Path, sandbox: Server, spider: str, *, delay: float = 0.02, **variables: str
) -> subprocess.Popen[str]:
    """Start a crawl that is slow enough to be caught in the middle, and return at once."""
    return subprocess.Popen(
        [*SCRAPY, "crawl", spider, *QUICK, "-a", f"delay={delay}"],
        cwd=ROOT,
        env=environment(data, {**sandbox.env(), **variables}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str], data: Path, *, by: signal.Signals | None = None) -> Crawl:
    """Return a crawl that ends by itself, or by a signal."""
    if by is not None:
        process.send_signal(by)
    stdout, log = process.communicate(timeout=120)
    return Crawl(process.returncode, stdout, log, data)
