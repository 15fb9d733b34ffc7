"""What a journal tells of its run: the figures of the report, whichever process did the work."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import orjson

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.journal_counts import recorded_fields

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ftcrawler.offers.field_counts import FieldCounts

# A fact of a run whose pages are not all below its data folder: S3 has them.
ELSEWHERE: Final = "elsewhere"


@dataclass(frozen=True, slots=True)
class Totals:
    """Pages on disk and their size, those that S3 has, and offers that other pages held."""

    pages: int = 0
    size: int = 0
    uploaded: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class KnownSearch:
    """A search as the journal knows it; `announced` is None where no answer told it."""

    label: str
    criteria: Mapping[str, str]
    sector: str | None
    announced: int | None


class JournalFigures:
    """The reading half of a journal; every method may block."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: threading.Lock) -> None:
        self.path = path
        self._db = connection
        self._lock = lock

    def fact(self, name: str) -> str | None:
        """Return what was noted under *name*, if anything was."""
        with self._lock:
            row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
            return row and str(row[0])

    def is_sound(self) -> bool:
        """Tell whether SQLite finds no damage in the file; a second for 100 MB."""
        with self._lock:
            try:
                return bool(self._db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
            except sqlite3.DatabaseError:
                return False

    def pending(self) -> list[str]:
        """Return the keys of the files that S3 does not have yet, in order of writing."""
        with self._lock:
            query = "SELECT key FROM files WHERE sent = 0 ORDER BY rowid"
            return [row[0] for row in self._db.execute(query)]

    def has_file(self, key: str) -> bool:
        """Tell whether the run wrote the file, in its present life."""
        return bool(self._count("SELECT count(*) FROM files WHERE key = ?", key))

    def page_keys(self) -> list[tuple[str, str]]:
        """Return the label and the key of each page on disk."""
        with self._lock:
            query = "SELECT label, key FROM files JOIN searches ON search = id"
            return self._db.execute(query).fetchall()

    def pages_on_disk(self) -> list[tuple[str, str, int]]:
        """Return the label, the key and the size of each page that this disk must have.

        None of a run whose pages earlier machines left in S3 alone.
        """
        with self._lock:
            query = "SELECT 1 FROM meta WHERE name = ?"
            if self._db.execute(query, (ELSEWHERE,)).fetchone():
                return []
            query = "SELECT label, key, bytes FROM files JOIN searches ON search = id "
            return self._db.execute(query + "ORDER BY files.rowid").fetchall()

    def searches(self) -> list[KnownSearch]:
        """Return what the run was to read, in the order of entering."""
        with self._lock:
            query = "SELECT label, criteria, sector, announced FROM searches ORDER BY id"
            rows = self._db.execute(query).fetchall()
        return [KnownSearch(label, orjson.loads(text), *rest) for label, text, *rest in rows]

    def statuses(self) -> dict[int, int]:
        """Return how many answers are recorded, by HTTP status; those that never came are none."""
        with self._lock:
            query = "SELECT status, count(*) FROM answers WHERE status GROUP BY status"
            return dict(self._db.execute(query))

    def asked(self) -> list[tuple[str, int, bool]]:
        """Return each question, the status of its answer, and whether that lasts, in order.

        What does not last is asked again when the run is taken up.
        """
        with self._lock:
            query = "SELECT request, status, digest IS NOT NULL FROM answers ORDER BY sequence"
            return [
                (asked, status, bool(lasts)) for asked, status, lasts in self._db.execute(query)
            ]

    def begun(self, label: str) -> bool:
        """Tell whether an answer to *label* is recorded."""
        query = "SELECT count(*) FROM answers JOIN searches ON search = id WHERE label = ?"
        return bool(self._count(query, label))

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

    def totals(self) -> Totals:
        """Return what the run has done so far, over all its processes."""
        with self._lock:
            files = self._db.execute(
                "SELECT count(*), coalesce(sum(bytes), 0), count(nullif(sent, 0)) "
                "FROM files WHERE search IS NOT NULL"
            ).fetchone()
            query = "SELECT coalesce(sum(offers - kept), 0) FROM answers"
            return Totals(*files, *self._db.execute(query).fetchone())

    def fields(self) -> FieldCounts:
        """Return which fields the offers on disk have."""
        with self._lock:
            return recorded_fields(self._db)

    def sightings(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each offer with the labels of the searches that found it, by id of offer."""
        query = (
            "SELECT offer, group_concat(label) FROM sightings JOIN searches ON search = id "
            "GROUP BY offer ORDER BY offer"
        )
        with closing(sqlite3.connect(self.path)) as reader:
            for offer, labels in reader.execute(query):
                yield offer, sorted(labels.split(","))

    def must_be_there(self) -> None:
        """Raise StorageError if the journal's own file is gone: what it says will not last."""
        # SQLite goes on for hours in a file that was deleted under it, and nothing of it lasts.
        if not self.path.exists():
            raise StorageError(
                f"Le journal de la collecte a disparu : {self.path}. Vérifiez que le dossier des "
                "données n'est ni déplacé ni vidé pendant une collecte, puis relancez la même "
                "commande."
            )

    def _count(self, query: str, *values: str) -> int:
        with self._lock:
            return int(self._db.execute(query, values).fetchone()[0])
