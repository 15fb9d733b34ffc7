"""A sandbox in a process of its own, and what it knows of the requests that it got."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from measuring import ROOT, SCRAPY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LAST_VARIABLE = "POLE_EMPLOI_CLIENT_SECRET"


@dataclass(frozen=True)
class Server:
    """A sandbox that listens. `variables` lead a client there."""

    variables: dict[str, str]
    pid: int

    def searches(self) -> list[dict[str, Any]]:
        """Return the searches so far as its log has them; `arrival` is in monotonic seconds."""
        log: list[dict[str, Any]] = self._ask("log")
        return [entry for entry in log if "/offres/search" in entry["path"]]

    def ids(self) -> frozenset[str]:
        """Return the id of every offer."""
        return frozenset(self._ask("ids"))

    def _ask(self, what: str) -> Any:  # noqa: ANN401 (JSON)
        url = f"{self.variables['URL_POLE_EMPLOI']}/_sandbox/{what}"
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 (our own address)
            return json.load(answer)


@contextmanager
def sandbox(*options: str) -> Iterator[Server]:
    """Serve until the block is left."""
    command = [*SCRAPY, "sandbox", "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Server(dict(_variables(process)), process.pid)
        finally:
            process.terminate()
            process.communicate()  # its last words need somebody to hear them


def busiest_second(moments: Sequence[float]) -> int:
    """Return the most arrivals in any window of one second, its end left out."""
    return max(sum(start <= other < start + 1 for other in moments) for start in moments)


def _variables(process: subprocess.Popen[str]) -> Iterator[tuple[str, str]]:
    """Read the NAME=value lines that the sandbox prints once it listens."""
    assert process.stdout is not None
    for line in process.stdout:
        name, equals, value = line.strip().partition("=")
        if equals:
            yield name, value
        if name == LAST_VARIABLE:
            return
    raise RuntimeError(f"the sandbox did not start: {process.args!r}")
