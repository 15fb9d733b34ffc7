"""One collector reading one sandbox: whole without a quota, or for some seconds at the quota."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from collecting import command, offers_in
from measuring import ROOT, Usage, run
from serving import busiest_second

if TYPE_CHECKING:
    from serving import Server

PAGE: Final = 150


@dataclass(frozen=True)
class Whole:
    """A reading to its end. `requests` are searches as the sandbox counted them."""

    total: int  # offers open from the beginning to the end
    got: int  # of these, on disk at the end
    requests: int
    usage: Usage

    @property
    def share(self) -> float:
        """What was got of all offers, in percent."""
        return 100 * self.got / self.total if self.total else 100.0

    @property
    def floor(self) -> int:
        """The fewest requests that could have brought what was got."""
        return -(-self.got // PAGE)


@dataclass(frozen=True)
class Paced:
    """A reading at the quota, from its first search to its end, or cut."""

    got: int
    requests: int
    seconds: float
    busiest: int  # most searches in any one second
    refused: int  # answers of status 429


def read_whole(name: str, server: Server) -> Whole:
    """Let collector *name* read everything, with no quota on either side."""
    truth, before = server.ids(), len(server.searches())
    with tempfile.TemporaryDirectory() as folder:
        usage = run(command(name, Path(folder), quota=False), server.variables)
        truth &= server.ids()
        got = len(offers_in(Path(folder)) & truth)
    return Whole(len(truth), got, len(server.searches()) - before, usage)


def read_paced(name: str, server: Server, seconds: float) -> Paced:
    """Let collector *name* read at the quota, and kill it *seconds* after its first search."""
    before = len(server.searches())
    with tempfile.TemporaryDirectory() as folder:
        with subprocess.Popen(
            command(name, Path(folder), quota=True),
            cwd=ROOT,
            env=os.environ | server.variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while len(server.searches()) == before and process.poll() is None:
                time.sleep(0.05)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        end = time.monotonic()
        searches = server.searches()[before:]
        arrivals = [search["arrival"] for search in searches]
        refused = sum(search["status"] == 429 for search in searches)  # noqa: PLR2004 (HTTP)
        got = len(offers_in(Path(folder)))
    return Paced(got, len(arrivals), end - arrivals[0], busiest_second(arrivals), refused)
