"""Which page of a run keeps an offer: the first that claims it."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


class Claims:
    """Offers claimed by pages on their way to the disk. Thread-safe.

    It has a lock and a connection of its own: nobody who claims waits for a commit.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._claimed: set[str] = set()
        self._reader = sqlite3.connect(path, check_same_thread=False, isolation_level=None)

    def take(self, ids: Collection[str]) -> set[str]:
        """Return the offers of *ids* that no page keeps or has claimed, and claim them."""
        with self._lock:
            fresh = set(ids) - self._claimed
            fresh -= kept_among(self._reader, fresh)
            self._claimed |= fresh
            return fresh

    def release(self, ids: Collection[str]) -> None:
        """Forget claims: the offers are in the journal now, or could not be kept."""
        with self._lock:
            self._claimed.difference_update(ids)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._reader.close()


def kept_among(db: sqlite3.Connection, ids: Collection[str]) -> set[str]:
    """Return the offers of *ids* that a page on disk keeps."""
    marks = ",".join("?" * len(ids))
    query = f"SELECT offer FROM sightings WHERE kept AND offer IN ({marks})"  # noqa: S608 (marks)
    return {row[0] for row in db.execute(query, tuple(ids))}
