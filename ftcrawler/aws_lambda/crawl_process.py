"""One crawl in a process of its own, that is over before Lambda's time is.

Twisted's reactor cannot start again in a container that Lambda keeps warm.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.aws_lambda.time_limit import KILL, S3_DRAIN, STOP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ftcrawler.aws_lambda.event import Invocation
    from ftcrawler.aws_lambda.time_limit import TimeLeft

# Seconds between two looks at the clock.
LOOK: Final = 0.1


@dataclass(frozen=True, slots=True)
class Ended:
    """How the process ended. `code` is its exit code, or the signal that ended it, negative.

    `stopped`: it was asked to, for want of time; `killed`: it had to be.
    """

    code: int
    stopped: bool
    killed: bool

    @property
    def cut(self) -> bool:
        """Tell whether it is its time limit that ended it, before it could say so itself."""
        return self.killed or (self.stopped and self.code == -signal.SIGTERM)


def run_crawl(
    invocation: Invocation, folder: Path, time_left: TimeLeft, beside: Callable[[], None]
) -> Ended:
    """Crawl into *folder*; *beside* is called now and then meanwhile, and does not raise.

    What the crawl says goes where this process's own words go: into Lambda's log.
    """
    # folder: no .env and no scrapy.cfg is looked for from there.
    process = subprocess.Popen(command(invocation), cwd=folder, env=environment(folder))  # noqa: S603 (no shell, names checked)
    stopped = killed = False
    try:
        while (code := _ended(process)) is None:
            beside()
            if not killed and not time_left.until(KILL):
                process.kill()
                killed = True
            elif not stopped and not time_left.until(STOP):
                process.terminate()
                stopped = True
    finally:
        process.kill()  # nothing, if it is over
        process.wait()
    return Ended(code, stopped, killed)


def command(invocation: Invocation) -> list[str]:
    """Return the command line.

    >>> from ftcrawler.aws_lambda.event import Invocation
    >>> command(Invocation("all", {"delay": "0.1"}, {"FT_QUOTA": "5"}))[3:]
    ['crawl', 'all', '-a', 'delay=0.1', '-s', 'FT_QUOTA=5', '-s', 'FT_S3_DRAIN=20']
    """
    words = [sys.executable, "-m", "scrapy", "crawl", invocation.spider]
    for option, values in (("-a", invocation.arguments), ("-s", invocation.settings)):
        for name, value in values.items():
            words += [option, f"{name}={value}"]
    return [*words, "-s", f"FT_S3_DRAIN={S3_DRAIN}"]


def environment(folder: Path) -> dict[str, str]:
    """Return this process's environment with what the crawl needs; it is not changed itself."""
    return os.environ | {
        "FT_DATA_DIR": str(folder),
        "SCRAPY_SETTINGS_MODULE": "ftcrawler.settings",
        # The archive and its layers are on Lambda's path, not on Python's own.
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(LOOK)
    except subprocess.TimeoutExpired:
        return None
