"""What a measurement was made on: the machine, the versions, the day."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from measuring import ROOT

PACKAGES = ("Scrapy", "aiohttp", "orjson", "requests", "httpx", "france-travail-api")


def described() -> str:
    """Return one paragraph."""
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, commit {_commit()}. {os.cpu_count()} cores "
        f"({_processor()}), {_memory()} GiB, {system}. "
        f"Python {platform.python_version()}, {versions}."
    )


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.processor() or "unknown processor"


def _memory() -> int:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return round(pages / 2**30)
