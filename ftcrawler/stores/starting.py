"""Start the run of a command: alone, and where the same command stopped today, if it did."""

from __future__ import annotations

import logging
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import orjson

from ftcrawler.exceptions import AlreadyRunningError, StorageError
from ftcrawler.stores import locks
from ftcrawler.stores.clock import day
from ftcrawler.stores.run_remains import remove_remains, remove_reports
from ftcrawler.stores.runs import (
    JOURNAL_SUFFIX,
    STAMP_LENGTH,
    begin_run,
    leftover_runs,
    open_run,
    writable,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from filelock import FileLock

    from ftcrawler.stores.command import Command
    from ftcrawler.stores.layout import DataLayout
    from ftcrawler.stores.runs import Run

logger = logging.getLogger(__name__)

# Seconds that a command waits for one like it to say its name, or to end.
SAME_COMMAND: Final = 5.0
# Seconds that a run to take up again may be held by whoever sends its files to S3.
HELD_BY_UPLOADS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Starting:
    """How runs are started in a data folder. Every method may block, and raise StorageError.

    `give_up` closes, with a report, a run that nobody will take up again.
    """

    layout: DataLayout
    now: datetime
    give_up: Callable[[Run], None]

    def start(self, command: Command, *, to_upload: bool, anew: bool = False) -> Run:
        """Return the run of *command*, which is taken up again if it is not over, unless *anew*.

        Raises AlreadyRunningError if the same command is alive.
        """
        with writable(self.layout):
            lock = self._alone(command)
            try:
                run = self._taken_up(command, to_upload=to_upload, anew=anew)
                run = run or self._begun(command, to_upload=to_upload)
                self._close_other_days()
                locks.remove_dead(self.layout.state)
            except BaseException:
                locks.release(lock)
                raise
        return replace(run, held=(*run.held, lock))

    def _alone(self, command: Command) -> FileLock:
        path = self.layout.state / f"{command.spider}-{command.digest}.lock"
        deadline = time.monotonic() + SAME_COMMAND
        while (lock := locks.acquire(path)) is None:
            name = next(filter(self._is_alive, self._unfinished(command, of="*")), None)
            if name is None and time.monotonic() < deadline:
                time.sleep(0.05)  # it has just begun, or is ending
                continue
            raise AlreadyRunningError(
                f"La même commande est déjà en cours : collecte {name or command.spider}, dans "
                f"{self.layout.root}. Attendez qu'elle finisse, ou arrêtez-la."
            )
        return lock

    def _unfinished(self, command: Command, *, of: str) -> list[str]:
        """Return the runs of *command*, of a day, that are not over, the newest first."""
        journals = self.layout.state.glob(f"{command.spider}_{of}_*{JOURNAL_SUFFIX}")
        return sorted(
            (path.stem for path in journals if _is_unfinished(path, command)), reverse=True
        )

    def _is_alive(self, name: str) -> bool:
        return locks.is_held(self.layout.state / f"{name[-STAMP_LENGTH:]}.lock")

    def _taken_up(self, command: Command, *, to_upload: bool, anew: bool) -> Run | None:
        for name in self._unfinished(command, of=day(self.now)):
            run = open_run(
                self.layout, name, to_upload=None if anew else to_upload, patience=HELD_BY_UPLOADS
            )
            if run is None:
                raise StorageError(
                    f"La collecte {name}, à reprendre, est occupée par un envoi vers S3. "
                    "Relancez la même commande dans quelques minutes."
                )
            if not anew:
                return _resumed(run)
            self._close(run)
        return None

    def _begun(self, command: Command, *, to_upload: bool) -> Run:
        return begin_run(
            self.layout,
            command.spider,
            self.now,
            to_upload=to_upload,
            command=command.digest,
            source=command.source,
            arguments=orjson.dumps(dict(command.arguments)).decode(),
        )

    def _close_other_days(self) -> None:
        def of_another_day(name: str) -> bool:
            return name[-STAMP_LENGTH:].partition("_")[0] != day(self.now)

        def unreadable(error: StorageError) -> None:
            logger.warning("%s", error)

        for run in leftover_runs(self.layout, unreadable, wanted=of_another_day):
            self._close(run)

    def _close(self, run: Run) -> None:
        """Close a run for good; one that recorded nothing has nothing to report."""
        if not run.reported and run.earlier:
            remove_remains(run)
            self.give_up(run)
        run.end()
        run.close(self.now)


def _resumed(run: Run) -> Run:
    remove_remains(run)
    run.journal.take_up_again()
    remove_reports(run)
    run.journal.note(resumed=str(run.resumed + 1), to_upload=str(int(run.to_upload)))
    return run


def _is_unfinished(journal: Path, command: Command) -> bool:
    """Look into a journal that another process may be writing."""
    try:
        # rw: a journal that has just gone is not made anew.
        uri = f"{journal.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            facts = dict(db.execute("SELECT name, value FROM meta"))
    except sqlite3.Error:  # damaged, or without tables yet
        return False
    return facts.get("command") == command.digest and "over" not in facts
