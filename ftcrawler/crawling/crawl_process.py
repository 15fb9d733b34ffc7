"""One crawl in a process of its own: started, limited in time, and asked what it left.

Twisted's reactor cannot start again in a process, so whoever crawls more than once starts others.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from ftcrawler.crawling.run_file import report_told

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.crawling.crawl_command import CrawlCommand

# Seconds between two looks at the clock.
LOOK: Final = 0.1


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """Seconds left until a crawl is asked to stop, and until it is killed; 0 or less: now."""

    to_stop: Callable[[], float]
    to_kill: Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the process ended. `code` is its exit code, or the signal that ended it, negative.

    `stopped`: it was asked to, for want of time; `killed`: it had to be. `report_path` is where
    the report of its run is, unless it was killed; None if no run began. `output` and `log` are
    its stdout and stderr, empty if they went where this process's own words go.
    """

    code: int
    stopped: bool = False
    killed: bool = False
    report_path: Path | None = None
    output: str = ""
    log: str = ""

    @property
    def cut(self) -> bool:
        """Tell whether it is its time limit that ended it, before it could say so itself."""
        return self.killed or (self.stopped and self.code == -signal.SIGTERM)


def run_crawl(
    command: CrawlCommand,
    *,
    limit: TimeLimit | None = None,
    beside: Callable[[], None] = lambda: None,
    capture: bool = False,
) -> Ended:
    """Crawl to the end, or the limit; *beside* is called now and then, and does not raise.

    A Ctrl-C is left to the crawl, which gets it too and writes its report; after a second one
    nobody waits for that.
    """
    with TemporaryDirectory(prefix="ftcrawler-run-") as own:
        run_file = Path(own) / "report"
        process = start_crawl(command, capture=capture, run_file=run_file)
        cut = _Cut(process, limit)

        def meanwhile() -> None:
            beside()
            cut.look()

        try:
            output, log = _said(process, meanwhile)
        finally:
            process.kill()  # nothing, if it is over
            process.wait()
        return Ended(
            code=process.returncode,
            stopped=cut.stopped,
            killed=cut.killed,
            report_path=report_told(run_file),
            output=output or "",
            log=log or "",
        )


def start_crawl(
    command: CrawlCommand, *, capture: bool = False, run_file: Path | None = None
) -> subprocess.Popen[str]:
    """Start a crawl and return at once; in *run_file* it will tell where its report is."""
    told = {} if run_file is None else {"FT_RUN_FILE": str(run_file)}
    pipe = subprocess.PIPE if capture else None
    return subprocess.Popen(  # noqa: S603 (no shell; each value follows its option and its name)
        command.words(**told),
        cwd=command.folder,
        env=crawl_environment() if command.environment is None else command.environment,
        stdout=pipe,
        stderr=pipe,
        text=True,
    )


def crawl_environment(**variables: str) -> dict[str, str]:
    """Return this process's environment as a crawl needs it, and *variables*.

    Whatever the folder, the crawl finds the modules and the settings that this process found.
    """
    given = {"SCRAPY_SETTINGS_MODULE": "ftcrawler.settings"} | os.environ
    return given | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | variables


class _Cut:
    """What a time limit has done to a process so far."""

    def __init__(self, process: subprocess.Popen[str], limit: TimeLimit | None) -> None:
        self._process = process
        self._limit = limit
        self.stopped = self.killed = False

    def look(self) -> None:
        if self._limit is None:
            return
        if not self.killed and self._limit.to_kill() <= 0:
            self._process.kill()
            self.killed = True
        elif not self.stopped and self._limit.to_stop() <= 0:
            self._process.terminate()
            self.stopped = True


def _said(
    process: subprocess.Popen[str], meanwhile: Callable[[], None]
) -> tuple[str | None, str | None]:
    """Return what the process said, once it has ended; None: it said it elsewhere."""
    interrupted = False
    while True:
        try:
            return process.communicate(timeout=LOOK)
        except subprocess.TimeoutExpired:
            meanwhile()
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
