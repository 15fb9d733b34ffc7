"""The offers whose text was changed to be readable, as a run's journal knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

FACT: Final = "mended"
# A server that writes another encoding would have them all named.
MOST_NAMED: Final = 100


def add_mended(db: sqlite3.Connection, ids: Collection[str]) -> None:
    """Add the offers of a page, within the transaction that makes it durable."""
    if not ids:
        return
    row = db.execute("SELECT value FROM meta WHERE name = ?", (FACT,)).fetchone()
    known = mended_offers(row and row[0])
    named = [*known["ids"], *ids][:MOST_NAMED]
    told = {"count": known["count"] + len(ids), "ids": named}
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (FACT, orjson.dumps(told).decode()))


def mended_offers(fact: str | None) -> dict[str, Any]:
    """Return how many there are, and the ids of the first hundred, for the report.

    >>> mended_offers(None)
    {'count': 0, 'ids': []}
    """
    told: dict[str, Any] = orjson.loads(fact) if fact else {"count": 0, "ids": []}
    return told
