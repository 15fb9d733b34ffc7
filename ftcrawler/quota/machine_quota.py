"""The quota that all processes of this machine share: a row in an SQLite file.

SQLite and not a lock of our own: its lock is freed by the system when a process dies, and a
change that death cut short is undone by whoever comes next. No limiter library fits: see
docs/dependencies.md. A transaction takes 20 to 50 microseconds, so it runs in the event loop.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ftcrawler.exceptions import QuotaError
from ftcrawler.quota.schedule import Schedule
from ftcrawler.quota.shared_quota import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.quota.schedule import Pace

# Between two tries to get the lock, which others hold for microseconds, or until they die.
LOCK_POLL = 0.001
LOCK_PATIENCE = 30.0
READ_WRITE = 0o666
PRIMARY_CODE = 0xFF  # SQLite's errors say more in the bits above


class MachineQuota:
    """Times are those of the monotonic clock, which all processes of a machine share."""

    def __init__(self, folder: str | None, key: str, assumed: int) -> None:
        self._folder = folder
        self._path = Path(f"{key}.sqlite3")
        self._assumed = assumed
        self._database: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Make the file if there is none."""
        self._path = quota_folder(self._folder) / self._path
        try:
            new = not self._path.exists()
            self._database = sqlite3.connect(self._path, timeout=0, isolation_level=None)
            if new:
                # Whoever may write into the folder may share the quota.
                with suppress(PermissionError):  # made by another user meanwhile
                    self._path.chmod(self._path.parent.stat().st_mode & READ_WRITE)
        except (OSError, sqlite3.Error) as exc:
            raise self._unusable(exc) from exc
        # Only the death of a process must be outlived, not that of the machine.
        await self._patiently("PRAGMA synchronous = OFF")
        await self._patiently("PRAGMA journal_mode = TRUNCATE")
        await self._patiently("CREATE TABLE IF NOT EXISTS quota (schedule TEXT)")

    async def reserve(self, pace: Pace) -> Verdict:
        """Take the next moment."""
        return await self._change(lambda schedule, now: schedule.reserve(now, self._assumed, pace))

    async def depart(self, pace: Pace) -> Verdict:
        """Leave, if the last second has room."""
        return await self._change(lambda schedule, now: schedule.depart(now, self._assumed, pace))

    async def correct(self, moment: float, late: float) -> None:
        """Put a departure at its real moment."""
        await self._change(lambda schedule, _: schedule.correct(moment, moment + late))

    async def announce(self, limit: int) -> None:
        """Keep what the API announces."""
        await self._change(lambda schedule, _: schedule.announce(limit))

    async def pause(self, seconds: float) -> None:
        """Close the quota for all processes."""
        await self._change(lambda schedule, now: schedule.close_until(now + seconds))

    async def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    async def _change(self, change: Callable[[Schedule, float], float | None]) -> Verdict:
        """Read the schedule, change it and write it back, as one."""
        # A weaker lock lets others look in, and their look may refuse us the commit.
        await self._patiently("BEGIN EXCLUSIVE")
        assert self._database is not None
        try:
            now = time.monotonic()
            schedule = self._read(now)
            moment = change(schedule, now)
            text = json.dumps(asdict(schedule))
            self._database.execute(
                "INSERT OR REPLACE INTO quota (rowid, schedule) VALUES (1, ?)", (text,)
            )
            self._database.execute("COMMIT")
        except (sqlite3.Error, ValueError, TypeError) as exc:
            raise self._unusable(exc) from exc
        finally:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
        wait, limit = max(0.0, (moment or now) - now), schedule.limit(self._assumed)
        return Verdict(wait, limit, now, now, schedule.recent(now))

    def _read(self, now: float) -> Schedule:
        assert self._database is not None
        row = self._database.execute("SELECT schedule FROM quota").fetchone()
        schedule = Schedule(**json.loads(row[0])) if row else Schedule()
        schedule.cap(now)
        return Schedule() if schedule.outdated(now) else schedule

    async def _patiently(self, statement: str) -> None:
        """Run a statement that must wait for the lock; the event loop goes on meanwhile."""
        assert self._database is not None, "open() comes first"
        deadline = time.monotonic() + LOCK_PATIENCE
        while True:
            try:
                self._database.execute(statement)
            except sqlite3.OperationalError as exc:
                if exc.sqlite_errorcode & PRIMARY_CODE != sqlite3.SQLITE_BUSY:
                    raise self._unusable(exc) from exc
                if time.monotonic() > deadline:
                    raise QuotaError(
                        f"Le quota partagé reste verrouillé : {self._path}. Un processus de cette "
                        "machine est figé (Ctrl-Z, débogueur) : reprenez-le ou arrêtez-le."
                    ) from exc
                await asyncio.sleep(LOCK_POLL)
            except sqlite3.Error as exc:
                raise self._unusable(exc) from exc
            else:
                return

    def _unusable(self, exc: Exception) -> QuotaError:
        return QuotaError(
            f"Quota partagé inutilisable : {self._path} ({exc}). Vérifiez les droits et la place, "
            "supprimez ce fichier s'il est abîmé, ou indiquez un autre dossier dans FT_QUOTA_DIR."
        )


def quota_folder(chosen: str | None) -> Path:
    """Return the folder of the shared quota, made if need be; raise QuotaError if it cannot be.

    By default one for each user, in the system's temporary folder: it outlives a crawl, every
    account has it, and it is local. A home may be on a network, where other machines have other
    clocks. A folder that was *chosen* may belong to anybody.
    """
    if chosen:
        return _made(Path(chosen).expanduser(), mode=0o777)
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    folder = _made(Path(tempfile.gettempdir()) / f"ftcrawler-quota-{user}", mode=0o700)
    # Another user may have made it first, or a link, to have us write elsewhere.
    if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
        raise QuotaError(
            f"Le dossier du quota partagé appartient à un autre utilisateur : {folder}. "
            "Supprimez-le, ou indiquez un autre dossier dans FT_QUOTA_DIR."
        )
    return folder


def _made(folder: Path, *, mode: int) -> Path:
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as exc:
        raise QuotaError(
            f"Impossible de créer le dossier du quota partagé {folder} : {exc.strerror}. "
            "Indiquez un autre dossier dans FT_QUOTA_DIR."
        ) from exc
    return folder
