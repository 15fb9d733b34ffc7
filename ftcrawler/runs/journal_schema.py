"""The tables of a journal, and how its file is opened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from ftcrawler.exceptions import DamagedJournalError, StorageError

if TYPE_CHECKING:
    from pathlib import Path

VERSION: Final = 3
# It lacks tables that SCHEMA makes, and nothing else.
OLDER: Final = 2
DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS searches (
    id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE,
    criteria TEXT NOT NULL DEFAULT '{{}}', sector TEXT,
    announced INTEGER  -- NULL: no answer told it yet
);
CREATE TABLE IF NOT EXISTS sightings (
    offer TEXT, search INTEGER, kept INTEGER NOT NULL, PRIMARY KEY (offer, search)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    key TEXT PRIMARY KEY,
    search INTEGER,  -- NULL: no page of offers
    bytes INTEGER NOT NULL,
    sent INTEGER  -- 1: S3 has it; 0: not yet; NULL: not meant for it
);
CREATE TABLE IF NOT EXISTS answers (
    sequence INTEGER PRIMARY KEY, search INTEGER NOT NULL, request TEXT NOT NULL,
    status INTEGER NOT NULL,
    digest BLOB,  -- NULL: asked again, because an offer it held never came to be kept
    offers INTEGER NOT NULL, kept INTEGER NOT NULL,
    awaited TEXT  -- offers it held that another page, not yet on disk, was to keep; NULL: none
);
CREATE TABLE IF NOT EXISTS fields (id INTEGER PRIMARY KEY, counts TEXT NOT NULL);  -- one row
PRAGMA user_version = {VERSION};
COMMIT;
"""


def open_database(path: Path) -> sqlite3.Connection:
    """Open a journal, and make its tables if it is new; raise StorageError if it is damaged."""
    try:
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    except sqlite3.Error as exc:  # a folder bears its name
        raise unreadable_journal(path, exc) from exc
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL: a committed page survives a power cut, not only a kill.
        connection.execute("PRAGMA synchronous = FULL")
        _make_tables(connection)
    except sqlite3.Error as exc:
        connection.close()
        raise unreadable_journal(path, exc) from exc
    return connection


def facts_in(journal: Path) -> dict[str, str]:
    """Return the facts in a journal that another process may be writing.

    Raises sqlite3.Error if it is damaged, has no tables yet, or has just gone.
    """
    # rw: a journal that has just gone is not made anew.
    uri = f"{journal.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True)) as db:
        return dict(db.execute("SELECT name, value FROM meta"))


def unreadable_journal(path: Path, error: sqlite3.Error) -> StorageError:
    """Return what is said of a journal that SQLite cannot read, or finds damaged."""
    damaged = getattr(error, "sqlite_errorcode", None) in DAMAGED
    kind = DamagedJournalError if damaged else StorageError
    return kind(f"Journal illisible : {path} ({error}). Déplacez-le s'il est abîmé.")


def _make_tables(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and version != OLDER:
        raise sqlite3.DatabaseError(f"version {version}, {VERSION} attendue")
    connection.executescript(SCHEMA)
