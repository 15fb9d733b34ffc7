"""One night at a time in a data folder; the system frees it when its holder dies."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ftcrawler.exceptions import AlreadyRunningError
from ftcrawler.night.night_record import newest
from ftcrawler.runs import locks
from ftcrawler.runs.local_files import writable
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.runs.layout import DataLayout


@contextmanager
def alone(layout: DataLayout) -> Iterator[None]:
    """Be the only night; raise AlreadyRunningError if another is alive, StorageError."""
    with writable(layout):
        lock = locks.acquire(layout.night_lock)
    if lock is None:
        raise AlreadyRunningError(
            f"Une autre nuit est déjà en cours dans {layout.root}{_which(layout)}. "
            "Attendez qu'elle finisse, ou arrêtez-la."
        )
    try:
        yield
    finally:
        locks.release(lock)


def _which(layout: DataLayout) -> str:
    record = newest(layout)
    if record is None:  # it has just begun
        return ""
    since = record.since.astimezone(PARIS)
    return f" depuis le {since:%d/%m/%Y à %H:%M} : {record.command}"
