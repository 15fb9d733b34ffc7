"""The fields of the offers on disk, counted page by page in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from ftcrawler.offers.field_counts import merged

if TYPE_CHECKING:
    import sqlite3

    from ftcrawler.offers.field_counts import FieldCounts


def add_fields(db: sqlite3.Connection, counts: FieldCounts) -> None:
    """Add the counts of a page, within the transaction that makes it durable."""
    # One small row: a row for each field would cost five times as much a page.
    total = merged(recorded_fields(db), counts)
    db.execute("INSERT OR REPLACE INTO fields VALUES (1, ?)", (orjson.dumps(total).decode(),))


def recorded_fields(db: sqlite3.Connection) -> FieldCounts:
    """Return the sums over all pages of the run."""
    row = db.execute("SELECT counts FROM fields").fetchone()
    counts: FieldCounts = orjson.loads(row[0]) if row else {}
    return counts
