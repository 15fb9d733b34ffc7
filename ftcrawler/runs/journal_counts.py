"""What is counted page by page in the journal: the fields of the offers, and what was mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from ftcrawler.offers.field_counts import merged

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from ftcrawler.offers.field_counts import FieldCounts

# The fact under which a journal keeps the offers whose text was changed to be readable.
MENDED: Final = "mended"
# A server that writes another encoding would have them all named.
MOST_NAMED: Final = 100


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


def add_mended(db: sqlite3.Connection, ids: Collection[str]) -> None:
    """Add the mended offers of a page, within the transaction that makes it durable."""
    if not ids:
        return
    row = db.execute("SELECT value FROM meta WHERE name = ?", (MENDED,)).fetchone()
    known = mended_offers(row and row[0])
    named = [*known["ids"], *ids][:MOST_NAMED]
    told = {"count": known["count"] + len(ids), "ids": named}
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (MENDED, orjson.dumps(told).decode()))


def mended_offers(fact: str | None) -> dict[str, Any]:
    """Return how many offers were mended, and the ids of the first hundred, for the report.

    >>> mended_offers(None)
    {'count': 0, 'ids': []}
    """
    told: dict[str, Any] = orjson.loads(fact) if fact else {"count": 0, "ids": []}
    return told
