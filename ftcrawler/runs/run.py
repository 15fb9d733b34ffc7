"""The runs of a data folder: a name no other has, a lock while alive, a journal until all is done.

A lock is freed by the system when its process dies, however it dies (locks.py).
"""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from ftcrawler.exceptions import StorageError
from ftcrawler.quoting import one_line
from ftcrawler.runs import locks
from ftcrawler.runs.journal import Journal
from ftcrawler.runs.journal_schema import unreadable_journal
from ftcrawler.runs.local_files import LocalStore, writable
from ftcrawler.runs.paris_time import day, paris_now
from ftcrawler.runs.run_name import RunName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from filelock import FileLock

    from ftcrawler.runs.layout import DataLayout

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """A run and what it writes to.

    `earlier` are the answers that earlier processes of this run recorded, by HTTP status.
    """

    name: RunName
    layout: DataLayout
    journal: Journal
    to_upload: bool
    earlier: Mapping[int, int] = field(repr=False)
    held: tuple[FileLock, ...] = field(repr=False)

    @property
    def stamp(self) -> str:
        """The timestamp that all files of the run bear."""
        return self.name.stamp

    @property
    def started(self) -> datetime:
        """The moment of its first start, Paris time."""
        return self.name.started

    @property
    def files(self) -> LocalStore:
        """The files below the data folder."""
        return LocalStore(self.layout.root)

    @property
    def reported(self) -> bool:
        """Tell whether the run came to its end and said so."""
        return self.layout.report(self.name).exists()

    @property
    def source(self) -> str:
        """The API that the run asks; empty if its journal does not say."""
        return self.journal.fact("source") or ""

    @property
    def resumed(self) -> int:
        """How many times the run was taken up again."""
        return int(self.journal.fact("resumed") or 0)

    def end(self) -> None:
        """Note that the run is over for good: it will not be taken up again."""
        self.journal.note(over="1")

    def close(self, now: datetime | None = None) -> None:
        """Free the run; its journal goes once nothing is left to upload or to take up again.

        A run that is reported can be taken up again on the day of its start, unless it is over.
        The journal of a run that died before it recorded anything goes too.
        """
        try:
            if self._leaves_nothing(day(now or paris_now())):
                self.journal.delete()
        except (OSError, sqlite3.Error) as exc:
            logger.warning(
                "Journal non supprimé : %s (%s). Rien n'est perdu ; supprimez-le.",
                *(self.journal.path, one_line(str(exc))),
            )
        finally:
            self.release()

    def release(self) -> None:
        """Free the run as it is, as a process that dies does."""
        self.journal.close()
        for lock in self.held:
            locks.release(lock)

    def _leaves_nothing(self, today: str) -> bool:
        over = self.journal.fact("over") or (self.reported and self.name.day != today)
        return not self.journal.pending() and bool(over or not self.journal.statuses())


def begin_run(
    layout: DataLayout, spider: str, now: datetime, *, to_upload: bool = True, **facts: str
) -> Run:
    """Start a run named after *spider* and *now*, or the next free second; raise StorageError.

    *to_upload* says whether its files are meant for S3; its journal notes *facts*. No two
    runs of a folder have one stamp, whatever their spiders: files are told apart by it.
    """
    with writable(layout):
        for second in range(3600):
            name = RunName.of(spider, now + timedelta(seconds=second))
            create = partial(_create, layout, name)
            if run := open_run(layout, name, create, to_upload=to_upload):
                run.journal.note(to_upload=str(int(to_upload)), **facts)
                return run
    raise StorageError(f"Aucun nom de collecte libre dans {layout.state}.")


def leftover_runs(
    layout: DataLayout,
    unreadable: Callable[[StorageError], None],
    *,
    wanted: Callable[[RunName], bool] = lambda _: True,
) -> Iterator[Run]:
    """Yield the runs that are not alive but left a journal; the caller closes each.

    Whatever else lies in the folder of journals is not looked at. *unreadable* is told of a
    journal that is damaged; it keeps no other from being found.
    *wanted* says of a name whether it is looked at.
    """
    for name in layout.with_journal():
        try:
            run = open_run(layout, name) if wanted(name) else None
        except StorageError as exc:
            unreadable(exc)
            continue
        if run:
            yield run


def open_run(
    layout: DataLayout,
    name: RunName,
    opener: Callable[[Path], Journal] = Journal.open,
    *,
    to_upload: bool | None = None,
    patience: float = 0,
) -> Run | None:
    """Open a run that is not alive; None if it is, *patience* seconds on, or if it is not there.

    *to_upload* is what its journal says, unless given. Raises StorageError, DamagedJournalError.
    """
    lock = locks.acquire(layout.lock(name), patience=patience)
    if lock is None:
        return None
    path = layout.journal(name)
    try:
        journal = opener(path)
    except (FileExistsError, FileNotFoundError):
        locks.release(lock)
        return None
    except BaseException:
        locks.release(lock)
        raise
    try:
        if to_upload is None:
            to_upload = journal.fact("to_upload") != "0"
        journal.to_upload = to_upload
        return Run(name, layout, journal, to_upload, journal.statuses(), (lock,))
    except sqlite3.Error as exc:
        journal.close()
        locks.release(lock)
        raise unreadable_journal(path, exc) from exc


def _create(layout: DataLayout, name: RunName, path: Path) -> Journal:
    if name.stamp in {other.stamp for other in (*layout.with_report(), *layout.with_journal())}:
        raise FileExistsError(path)
    return Journal.create(path)
