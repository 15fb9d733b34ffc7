"""A journal as one file that can be kept elsewhere, though its crawl may be writing it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ftcrawler.runs.journal_figures import JournalFigures

if TYPE_CHECKING:
    from collections.abc import Iterator

# What there is to read; every other table tells what was.
_KEPT = frozenset({"meta", "searches"})


@contextmanager
def snapshot(journal: Path, *, at_the_start: bool = False) -> Iterator[Path | None]:
    """Give a consistent copy, with what stands in the -wal file beside; then it goes.

    None where it may not be kept: it knows no search, or files that S3 does not have. Those
    vanish with the data folder, and whoever took the run up would believe that they are there.
    *at_the_start*: the copy knows what is to be read, and nothing of what was. Raises OSError,
    sqlite3.Error.
    """
    with TemporaryDirectory(prefix=".", dir=journal.parent) as folder:
        copy = Path(folder, journal.name)
        # rw: a journal that has just gone is not made anew.
        uri = f"{journal.absolute().as_uri()}?mode=rw"
        with (
            closing(sqlite3.connect(uri, uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            # One file: the copy inherits the mode in which a part stands in a second one.
            target.execute("PRAGMA journal_mode = DELETE")
            if at_the_start:
                _empty(target)
            figures = JournalFigures(copy, target, threading.Lock())
            kept = bool(figures.searches()) and not figures.pending()
        yield copy if kept else None


def _empty(journal: sqlite3.Connection) -> None:
    """Leave what is to be read: pages that S3 has are entered again, and counted again."""
    tables = journal.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    with journal:
        for (name,) in tables:
            if name not in _KEPT and not name.startswith("sqlite_"):
                journal.execute(f'DELETE FROM "{name}"')  # noqa: S608 (a table of our own)
