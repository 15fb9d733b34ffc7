"""The collectors compared, each a process of its own that writes JSON into a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
from measuring import SCRAPY

if TYPE_CHECKING:
    from collections.abc import Mapping

OURS: Final = "ftcrawler"
REFERENCE: Final = "bisection by date"
OTHERS: Final[Mapping[str, str]] = {
    "france-travail-api": "library.py",
    "requests loop": "loop.py",
    REFERENCE: "bisection.py",
}
NAMES: Final = (OURS, *OTHERS)
RAW: Final = "raw"  # where ours puts pages, beside its journal and its reports
CLIENTS = Path(__file__).with_name("clients")


def command(name: str, folder: Path, *, quota: bool) -> list[str]:
    """Return the command by which collector *name* reads everything into *folder*.

    Only ours keeps to a quota by itself: without *quota* it is told that there is none.
    """
    if name != OURS:
        raw = folder / RAW
        raw.mkdir()
        return [sys.executable, str(CLIENTS / OTHERS[name]), str(raw)]
    arguments = ["-a", "max_pages=0", "-a", "delay=0", "-a", "no_s3=1"]
    settings = ["-s", f"FT_DATA_DIR={folder}"]
    if not quota:
        settings += ["-s", "FT_QUOTA=0"]
    return [*SCRAPY, "crawl", "all", *arguments, *settings]


def offers_in(folder: Path) -> set[str]:
    """Return the ids of the offers that a collector has left on disk, lists or pages."""
    found: set[str] = set()
    for path in (folder / RAW).rglob("*.json"):
        content = orjson.loads(path.read_bytes())
        offers = content["resultats"] if isinstance(content, dict) else content
        found.update(offer["id"] for offer in offers)
    return found
