"""A journal as one file that can be kept elsewhere, though its crawl may be writing it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ftcrawler.stores.journal_figures import JournalFigures

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def snapshot(journal: Path) -> Iterator[Path | None]:
    """Give a consistent copy, without what is in its -wal file left behind; then it goes.

    None where it may not be kept: it knows no search yet, or files that S3 does not have. Those
    vanish with the data folder, and whoever took it up again would believe that they are there.
    """
    with TemporaryDirectory(prefix=".", dir=journal.parent) as folder:
        copy = Path(folder, journal.name)
        with closing(sqlite3.connect(journal)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            # One file: the copy inherits the mode in which a part is in a second one.
            target.execute("PRAGMA journal_mode = DELETE")
            figures = JournalFigures(copy, target, threading.Lock())
            worth_it = bool(figures.searches()) and not figures.pending()
        yield copy if worth_it else None
