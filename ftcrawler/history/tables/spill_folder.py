"""Where a query puts what memory does not hold: rows of offers, which stay in the data folder.

Each connection has a folder of its own and holds a lock as long as it lives, so that the next one
can tell what a killed process has left, and remove it.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from ftcrawler.runs import locks
from ftcrawler.runs.layout import CACHE_PREFIX, LOCK_SUFFIX
from ftcrawler.runs.local_files import make_folder

if TYPE_CHECKING:
    from pathlib import Path

    from filelock import FileLock

    from ftcrawler.runs.layout import DataLayout

_PREFIX: Final = "sql-"
# Its owner only: others who may read the history have connections of their own.
_MODE: Final = 0o700


@dataclass(frozen=True, slots=True)
class SpillFolder:
    """A folder, and the lock that says that its owner lives."""

    path: Path
    lock: FileLock

    def remove(self) -> None:
        """Remove the folder with all that is in it, then its lock."""
        shutil.rmtree(self.path, ignore_errors=True)
        locks.release(self.lock)


def spill_folder(layout: DataLayout) -> SpillFolder | None:
    """Return a folder of one's own; None if the data folder takes none."""
    cache = layout.root / CACHE_PREFIX
    folder = cache / f"{_PREFIX}{os.getpid()}-{uuid4().hex[:8]}"
    try:
        make_folder(cache)
        _remove_dead(cache)
        if (lock := locks.acquire(_lock(folder))) is None:
            return None
        folder.mkdir(mode=_MODE)
    except (OSError, NotImplementedError):  # no right to write; a disk that knows no locks
        return None
    return SpillFolder(folder, lock)


def _remove_dead(cache: Path) -> None:
    """Remove the folders of connections whose process is gone."""
    for folder in {path.with_suffix("") for path in cache.glob(f"{_PREFIX}*")}:
        with suppress(OSError):  # another user's
            if (lock := locks.acquire(_lock(folder))) is not None:
                SpillFolder(folder, lock).remove()


def _lock(folder: Path) -> Path:
    return folder.with_suffix(LOCK_SUFFIX)
