"""What the benchmarks share: a sandbox in a process of its own, and the account of a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
SCRAPY = [sys.executable, "-m", "scrapy"]
LAST_VARIABLE = "POLE_EMPLOI_CLIENT_SECRET"
# The jobs with most offers in the sandbox's catalogue: each fills many pages.
KEYWORDS = [
    *("vente", "conducteur", "chef", "technicien", "agent", "infirmier", "assistant", "cuisine"),
    *("comptable", "commercial", "ingénieur", "responsable", "employé", "mécanicien", "maçon"),
    *("électricien", "peintre", "soudeur", "opérateur", "magasinier", "éducateur", "gestion"),
]


@dataclass(frozen=True)
class Usage:
    """The system's account of one process, its start included."""

    cpu: float  # seconds, user and system
    peak: float  # MB
    output: str


def run(command: Sequence[str], variables: dict[str, str]) -> Usage:
    """Run a process to its end and account for it."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | variables,
            stdout=output,
            stderr=subprocess.DEVNULL,
        )
        _, _, usage = os.wait4(process.pid, 0)
        output.seek(0)
        return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read())


@contextmanager
def sandbox(*options: str) -> Iterator[dict[str, str]]:
    """Serve in another process; give the variables that lead there."""
    command = [*SCRAPY, "sandbox", "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        variables: dict[str, str] = {}
        while LAST_VARIABLE not in variables:
            name, equals, value = server.stdout.readline().strip().partition("=")
            if equals:
                variables[name] = value
        try:
            yield variables
        finally:
            server.terminate()
            server.communicate()  # its last words need somebody to hear them


def arrivals(variables: dict[str, str]) -> list[float]:
    """Return when each search so far arrived at the sandbox, in monotonic seconds."""
    url = f"{variables['URL_POLE_EMPLOI']}/_sandbox/log"
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 (our own address)
        log: list[dict[str, Any]] = json.load(answer)
    return [entry["arrival"] for entry in log if "/offres/search" in entry["path"]]


def busiest_second(moments: Sequence[float]) -> int:
    """Return the most arrivals in any window of one second, its end left out."""
    return max(sum(start <= other < start + 1 for other in moments) for start in moments)
