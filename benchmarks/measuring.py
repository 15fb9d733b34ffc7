"""The account of a process: what its work cost, its start included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[1]
SCRAPY = [sys.executable, "-m", "scrapy"]
ACCOUNT = Path(__file__).with_name("account.py")


@dataclass(frozen=True)
class Usage:
    """The system's account of one process and those that it waited for."""

    code: int
    seconds: float
    cpu: float  # seconds, user and system
    peak: float  # MB resident
    output: str = field(repr=False)


def run(command: Sequence[str], variables: Mapping[str, str]) -> Usage:
    """Run a process to its end, with *variables* on top of the environment."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as account:
        done = subprocess.run(
            [sys.executable, str(ACCOUNT), account.name, *command],
            cwd=ROOT,
            env=os.environ | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
        return Usage(**json.load(account), output=done.stdout)
