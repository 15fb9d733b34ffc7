"""The runs of a data folder: a name no other has, a lock while alive, a journal until all is done.

A lock is freed by the system when its process dies, however it dies (filelock).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ftcrawler.exceptions import StorageError
from ftcrawler.stores.clock import from_stamp, stamp
from ftcrawler.stores.journal import Journal
from ftcrawler.stores.layout import DataLayout, report_key
from ftcrawler.stores.local import LocalStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

JOURNAL_SUFFIX = ".sqlite3"
STAMP_LENGTH = len("YYYYMMDD_HHMMSS")


@dataclass(frozen=True, slots=True)
class Run:
    """A run and what it writes to. `started` is Paris time."""

    name: str
    started: datetime
    layout: DataLayout
    journal: Journal
    to_upload: bool
    _lock: FileLock

    @property
    def stamp(self) -> str:
        """The timestamp that all files of the run bear."""
        return stamp(self.started)

    @property
    def files(self) -> LocalStore:
        """The files below the data folder."""
        return LocalStore(self.layout.root)

    @property
    def reported(self) -> bool:
        """Tell whether the run came to its end and said so."""
        return (self.layout.root / report_key(self.name)).exists()

    def close(self) -> None:
        """Free the run; its journal goes once it is reported and nothing is left to upload.

        So does the journal of a run that died before it kept anything.
        """
        if not self.journal.pending() and (self.reported or not self.journal.offers()):
            self.journal.delete()
        else:
            self.journal.close()
        _release(self._lock)


def begin_run(layout: DataLayout, spider: str, now: datetime, *, to_upload: bool = True) -> Run:
    """Start a run named after *spider* and *now*, or the next free second.

    *to_upload* says whether its files are meant for S3. No two runs of a folder have one stamp,
    whatever their spiders: files are told apart by it. Raises StorageError.
    """
    try:
        layout.state.mkdir(parents=True, exist_ok=True)
        for second in range(3600):
            moment = stamp(now + timedelta(seconds=second))
            create = partial(_create, layout, moment)
            if run := _open(layout, f"{spider}_{moment}", create, to_upload=to_upload):
                return run
    except OSError as exc:
        raise StorageError(
            f"Impossible d'écrire dans {layout.root} : {exc.strerror or exc}. "
            "Vérifiez FT_DATA_DIR, l'espace disque et les droits."
        ) from exc
    raise StorageError(f"Aucun nom de collecte libre dans {layout.state}.")


def leftover_runs(layout: DataLayout, unreadable: Callable[[StorageError], None]) -> Iterator[Run]:
    """Yield the runs that are not alive but left a journal; the caller closes each.

    *unreadable* is told of a journal that is damaged; it keeps no other from being found.
    """
    for path in sorted(layout.state.glob(f"*{JOURNAL_SUFFIX}")):
        name = path.name.removesuffix(JOURNAL_SUFFIX)
        try:
            run = _open(layout, name, Journal.open, to_upload=True)
        except StorageError as exc:
            unreadable(exc)
            continue
        if run:
            yield run


def _create(layout: DataLayout, moment: str, path: Path, *, to_upload: bool) -> Journal:
    others = (*layout.runs.glob(f"*_{moment}.json"), *layout.state.glob(f"*_{moment}.sqlite3"))
    if others:
        raise FileExistsError(others[0])
    return Journal.create(path, to_upload=to_upload)


def _open(
    layout: DataLayout, name: str, opener: Callable[..., Journal], *, to_upload: bool
) -> Run | None:
    # The lock is released by whichever thread closes the run.
    lock = FileLock(layout.state / f"{name[-STAMP_LENGTH:]}.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    try:
        journal = opener(layout.state / f"{name}{JOURNAL_SUFFIX}", to_upload=to_upload)
    except (FileExistsError, FileNotFoundError):
        _release(lock)
        return None
    except StorageError:
        _release(lock)
        raise
    return Run(name, from_stamp(name[-STAMP_LENGTH:]), layout, journal, to_upload, lock)


def _release(lock: FileLock) -> None:
    lock.release()
    Path(lock.lock_file).unlink(missing_ok=True)
