"""Start the run of a command: alone, and where the same command stopped today, if it did.

Two commands are the same if they would collect the same offers for the same places.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import orjson

from ftcrawler.exceptions import AlreadyRunningError, DamagedJournalError, StorageError
from ftcrawler.quoting import one_line
from ftcrawler.runs import locks
from ftcrawler.runs.journal_schema import facts_in
from ftcrawler.runs.local_files import writable
from ftcrawler.runs.lost_pages import NAMED
from ftcrawler.runs.paris_time import day
from ftcrawler.runs.resume_run import close_for_good, take_up
from ftcrawler.runs.run import begin_run, leftover_runs, open_run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from filelock import FileLock

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run import Run
    from ftcrawler.runs.run_name import RunName

logger = logging.getLogger(__name__)

# Seconds that a command waits for one like it to say its name, or to end.
SAME_COMMAND: Final = 5.0
# Seconds that a run to take up again may be held by whoever sends its files to S3.
HELD_BY_UPLOADS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Command:
    """A spider, the API it asks, the arguments that tell its runs apart, and all that were given.

    >>> api = "https://api.test/o"
    >>> one = Command("all", api, {"max_pages": 3, "region": "11"}, {"delay": 0.5})
    >>> one.digest == Command("all", api, {"region": "11", "max_pages": 3}, {}).digest
    True
    """

    spider: str
    source: str
    identity: Mapping[str, Any]
    arguments: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """A short name of the identity, for files."""
        identity = [self.spider, self.source, dict(self.identity)]
        text = orjson.dumps(identity, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(text).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class RunStarter:
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
            self._say_strays()
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

    def _say_strays(self) -> None:
        if found := self.layout.strays():
            more = ", …" if len(found) > NAMED else ""
            logger.warning(
                "Laissé de côté dans %s : %s%s. Ce n'est le journal d'aucune collecte ; "
                "déplacez-le ailleurs.",
                *(self.layout.state, one_line(", ".join(found[:NAMED])), more),
            )

    def _alone(self, command: Command) -> FileLock:
        path = self.layout.command_lock(command.spider, command.digest)
        deadline = time.monotonic() + SAME_COMMAND
        while (lock := locks.acquire(path)) is None:
            name = next(filter(self._is_alive, self._unfinished(command)), None)
            if name is None and time.monotonic() < deadline:
                time.sleep(0.05)  # it has just begun, or is ending
                continue
            raise AlreadyRunningError(
                f"La même commande est déjà en cours : collecte {name or command.spider}, dans "
                f"{self.layout.root}. Attendez qu'elle finisse, ou arrêtez-la."
            )
        return lock

    def _unfinished(self, command: Command, *, of: str | None = None) -> list[RunName]:
        """Return the runs of *command* that are not over, the newest first; those *of* a day."""
        return [
            name
            for name in reversed(self.layout.with_journal())
            if name.spider == command.spider
            and of in (None, name.day)
            and _is_unfinished(self.layout.journal(name), command)
        ]

    def _is_alive(self, name: RunName) -> bool:
        return locks.is_held(self.layout.lock(name))

    def _taken_up(self, command: Command, *, to_upload: bool, anew: bool) -> Run | None:
        for name in self._unfinished(command, of=day(self.now)):
            try:
                run = self._opened(name, None if anew else to_upload)
            except DamagedJournalError as exc:
                logger.warning("%s La collecte n'est pas reprise : une autre commence.", exc)
                continue
            if run is None:
                raise StorageError(
                    f"La collecte {name}, à reprendre, est occupée par un envoi vers S3. "
                    "Relancez la même commande dans quelques minutes."
                )
            if not anew:
                return take_up(run)
            close_for_good(run, self.give_up, self.now)
        return None

    def _opened(self, name: RunName, to_upload: bool | None) -> Run | None:  # noqa: FBT001 (a fact)
        run = open_run(self.layout, name, to_upload=to_upload, patience=HELD_BY_UPLOADS)
        if run is not None and not run.journal.is_sound():
            run.release()
            raise DamagedJournalError(f"Journal abîmé : {run.journal.path}. Déplacez-le ailleurs.")
        return run

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
        def of_another_day(name: RunName) -> bool:
            return name.day != day(self.now)

        def unreadable(error: StorageError) -> None:
            logger.warning("%s", error)

        for run in leftover_runs(self.layout, unreadable, wanted=of_another_day):
            try:
                close_for_good(run, self.give_up, self.now)
            except (StorageError, sqlite3.Error) as exc:
                logger.warning("La collecte %s n'a pas pu être close : %s", run.name, exc)
                run.release()


def _is_unfinished(journal: Path, command: Command) -> bool:
    try:
        facts = facts_in(journal)
    except sqlite3.Error:  # damaged, or without tables yet
        return False
    return facts.get("command") == command.digest and "over" not in facts
