"""What one run has durably done: its pages, the offers they hold, what is still to upload.

One SQLite file a run, `state/{run}.sqlite3`: runs at the same time never wait for each other.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from ftcrawler.exceptions import StorageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS searches (id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS sightings (
    offer TEXT, search INTEGER, kept INTEGER NOT NULL, PRIMARY KEY (offer, search)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    key TEXT PRIMARY KEY, search INTEGER, bytes INTEGER NOT NULL,
    done INTEGER NOT NULL  -- in S3, or not meant for it
);
"""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page whose file is on disk: every offer its answer held, and those the file keeps.

    The others are in another page of the run, which may not be on disk yet.
    """

    key: str
    label: str
    size: int
    ids: Sequence[str]
    kept: Collection[str]


class Journal:
    """Thread-safe; every method may block. Close it when the run is over.

    `to_upload` says whether the files recorded from now on are meant for S3.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, *, to_upload: bool = True
    ) -> None:
        self.path = path
        self._db = connection
        self._to_upload = to_upload
        self._lock = threading.Lock()
        # Claims have a lock and a connection of their own: they never wait for a commit.
        self._claiming = threading.Lock()
        self._claimed: set[str] = set()
        self._reader = sqlite3.connect(path, check_same_thread=False, isolation_level=None)

    @classmethod
    def create(cls, path: Path, *, to_upload: bool = True) -> Self:
        """Start the journal of a new run; raise FileExistsError if the name is taken."""
        path.open("x").close()
        return cls.open(path, to_upload=to_upload)

    @classmethod
    def open(cls, path: Path, *, to_upload: bool = True) -> Self:
        """Open the journal of a run; raise FileNotFoundError if there is none, or StorageError."""
        if not path.exists():
            raise FileNotFoundError(path)
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL: a committed page survives a power cut, not only a kill.
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(SCHEMA)
        except sqlite3.Error as exc:
            connection.close()
            raise StorageError(
                f"Journal illisible : {path} ({exc}). Déplacez-le s'il est abîmé."
            ) from exc
        return cls(path, connection, to_upload=to_upload)

    def claim(self, ids: Collection[str]) -> set[str]:
        """Return the offers of *ids* that no page keeps yet, and reserve them for the caller.

        Reserved offers become seen with `record_page`, or free again with `release`.
        """
        with self._claiming:
            fresh = set(ids) - self._claimed
            marks = ",".join("?" * len(fresh))
            query = f"SELECT offer FROM sightings WHERE kept AND offer IN ({marks})"  # noqa: S608
            fresh.difference_update(row[0] for row in self._reader.execute(query, tuple(fresh)))
            self._claimed |= fresh
            return fresh

    def release(self, ids: Collection[str]) -> None:
        """Give up offers claimed for a page that could not be kept."""
        with self._claiming:
            self._claimed.difference_update(ids)

    def record_page(self, page: StoredPage) -> None:
        """Commit a page that is on disk: from here on its offers are seen."""
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO searches (label) VALUES (?)", (page.label,))
            query = "SELECT id FROM searches WHERE label = ?"
            (search,) = db.execute(query, (page.label,)).fetchone()
            db.executemany(
                "INSERT INTO sightings VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET kept = max(kept, excluded.kept)",
                ((offer, search, offer in page.kept) for offer in page.ids),
            )
            self._add_file(db, page.key, page.size, search)
        self.release(page.kept)

    def record_file(self, key: str, size: int) -> None:
        """Commit a file that holds no offers, such as the run's report."""
        with self._writing() as db:
            self._add_file(db, key, size, None)

    def mark_uploaded(self, key: str) -> None:
        """Note that S3 has the file."""
        with self._writing() as db:
            db.execute("UPDATE files SET done = 1 WHERE key = ?", (key,))

    def pending(self) -> list[str]:
        """Return the keys of the files that S3 does not have yet, in order of writing."""
        with self._lock:
            query = "SELECT key FROM files WHERE NOT done ORDER BY rowid"
            return [row[0] for row in self._db.execute(query)]

    def pages(self, label: str) -> int:
        """Return how many pages of *label* are on disk."""
        query = "SELECT count(*) FROM files JOIN searches ON search = id WHERE label = ?"
        return self._count(query, label)

    def collected(self, label: str) -> int:
        """Return how many different offers *label* found that are on disk, in whatever page."""
        return self._count(
            "SELECT count(*) FROM sightings AS found JOIN searches ON search = id "
            "WHERE label = ? AND EXISTS "
            "(SELECT 1 FROM sightings AS at WHERE at.offer = found.offer AND at.kept)",
            label,
        )

    def offers(self) -> int:
        """Return how many different offers this run holds."""
        return self._count("SELECT count(DISTINCT offer) FROM sightings WHERE kept")

    def sightings(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each offer with the labels of the searches that found it, by id of offer."""
        query = (
            "SELECT offer, group_concat(label) FROM sightings JOIN searches ON search = id "
            "GROUP BY offer ORDER BY offer"
        )
        with closing(sqlite3.connect(self.path)) as reader:
            for offer, labels in reader.execute(query):
                yield offer, sorted(labels.split(","))

    def close(self) -> None:
        """Close the file."""
        self._reader.close()
        self._db.close()

    def delete(self) -> None:
        """Close and remove the journal of a run that leaves nothing to do."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def _count(self, query: str, *values: str) -> int:
        with self._lock:
            return int(self._db.execute(query, values).fetchone()[0])

    def _add_file(self, db: sqlite3.Connection, key: str, size: int, search: int | None) -> None:
        row = (key, search, size, not self._to_upload)
        db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", row)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.Error as exc:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise StorageError(
                    f"Impossible d'écrire le journal {self.path} : {exc}. "
                    "Vérifiez l'espace disque et les droits, puis relancez la même commande."
                ) from exc
