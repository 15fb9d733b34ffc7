"""What one run has durably done: its answers and pages, the offers they hold, what S3 lacks.

One SQLite file a run, `state/{run}.sqlite3`: runs at the same time never wait for each other.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import orjson

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.journal_answers import (
    forget_offers,
    record_answer,
    recorded_answers,
    void_unfounded,
)
from ftcrawler.runs.journal_claims import Claims
from ftcrawler.runs.journal_counts import add_fields, add_mended
from ftcrawler.runs.journal_figures import JournalFigures
from ftcrawler.runs.journal_schema import open_database
from ftcrawler.runs.local_files import open_closed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from ftcrawler.runs.journal_answers import Holding, RecordedAnswer, StoredPage
    from ftcrawler.searches.search import Search


class Journal(JournalFigures):
    """Thread-safe; every method may block. Close it when the run is over.

    `to_upload` says whether the files recorded from now on are meant for S3.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        super().__init__(path, connection, threading.Lock())
        self.to_upload = True
        self._claims = Claims(path)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Start the journal of a new run; raise FileExistsError if the name is taken."""
        open(path, "x", opener=open_closed).close()
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the journal of a run; raise FileNotFoundError if there is none, or StorageError."""
        if not path.exists():
            raise FileNotFoundError(path)
        return cls(path, open_database(path))

    def claim(self, ids: Collection[str]) -> set[str]:
        """Return the offers of *ids* that no page keeps yet, and reserve them for the caller.

        Reserved offers become seen with `record_page`, or free again with `release`.
        """
        return self._claims.take(ids)

    def release(self, ids: Collection[str]) -> None:
        """Give up offers claimed for a page that could not be kept."""
        self._claims.release(ids)

    def note_searches(self, searches: Iterable[Search]) -> None:
        """Enter what the run is to read, so that its report can be made without it."""
        with self._writing() as db:
            db.executemany(
                "INSERT INTO searches (label, criteria, sector) VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET criteria = excluded.criteria, sector = excluded.sector",
                [(s.label, orjson.dumps(dict(s.criteria)).decode(), s.sector) for s in searches],
            )

    def note_announced(self, label: str, total: int) -> None:
        """Enter how many offers a search was first said to have, before any page of it is kept."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO searches (label, announced) VALUES (?, ?) ON CONFLICT DO UPDATE "
                "SET announced = coalesce(announced, excluded.announced)",
                (label, total),
            )

    def record_page(self, page: StoredPage) -> None:
        """Commit an answer whose page is on disk: from here on its offers are seen."""
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO searches (label) VALUES (?)", (page.label,))
            query = "SELECT id FROM searches WHERE label = ?"
            (search,) = db.execute(query, (page.label,)).fetchone()
            record_answer(db, search, page)
            add_fields(db, page.fields)
            add_mended(db, page.mended)
            db.executemany(
                "INSERT INTO sightings VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET kept = max(kept, excluded.kept)",
                ((offer, search, offer in page.kept) for offer in page.ids),
            )
            if page.key:
                self._add_file(db, page.key, page.size, search)
        self.release(page.kept)

    def answers(self) -> list[RecordedAnswer]:
        """Return what the sweeps of a resumed run are fed again, in order of sequence."""
        with self._lock:
            return recorded_answers(self._db)

    def next_sequence(self) -> int:
        """Return the first number that no answer bears; they count from 1."""
        return 1 + self._count("SELECT coalesce(max(sequence), 0) FROM answers")

    def record_file(self, key: str, size: int) -> None:
        """Commit a file that holds no offers, such as the run's report."""
        with self._writing() as db:
            self._add_file(db, key, size, None)

    def mark_uploaded(self, key: str) -> None:
        """Note that S3 has the file."""
        with self._writing() as db:
            db.execute("UPDATE files SET sent = 1 WHERE key = ?", (key,))

    def note(self, **facts: str) -> None:
        """Commit facts about the run; `fact` returns them."""
        with self._writing() as db:
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", facts.items())

    def take_up_again(self) -> None:
        """Forget what a run that goes on makes anew: its reports, and unfounded answers."""
        with self._writing() as db:
            db.execute("DELETE FROM files WHERE search IS NULL")
            void_unfounded(db)

    def forget(self, pages: Collection[str], left: Holding) -> dict[str, int]:
        """Forget pages that are on disk no more; *left* is what the others hold.

        Return, by label, how many offers are kept no more. The answers that held one stand to be
        asked again. Also of a journal that is gone: what is said of the run is then true at least.
        """
        with self._writing(lasting=False) as db:
            db.executemany("DELETE FROM files WHERE key = ?", [(key,) for key in pages])
            gone = forget_offers(db, left.offers)
            void_unfounded(db)
            db.execute("DELETE FROM fields")
            add_fields(db, left.fields)
        return gone

    def close(self) -> None:
        """Close the file."""
        self._claims.close()
        with self._lock:  # SQLite does not bear to be closed while another thread reads
            self._db.close()

    def delete(self) -> None:
        """Close and remove the journal of a run that leaves nothing to do."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def _add_file(self, db: sqlite3.Connection, key: str, size: int, search: int | None) -> None:
        row = (key, search, size, 0 if self.to_upload else None)
        db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", row)

    @contextmanager
    def _writing(self, *, lasting: bool = True) -> Iterator[sqlite3.Connection]:
        if lasting:
            self.must_be_there()
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.Error as exc:
                raise StorageError(
                    f"Impossible d'écrire le journal {self.path} : {exc}. "
                    "Vérifiez l'espace disque et les droits, puis relancez la même commande."
                ) from exc
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
