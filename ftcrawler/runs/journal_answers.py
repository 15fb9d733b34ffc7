"""The answers that a run took in, in their order: what a resumed run is fed again.

A sweep is a state machine: fed with the same answers in the same order, it is where it was.
"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ftcrawler.runs.journal_claims import kept_among
from ftcrawler.sweep.answer import Answer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from ftcrawler.offers.field_counts import FieldCounts


@dataclass(frozen=True, slots=True)
class StoredPage:
    """An answer whose file, if it has one, is on disk: the offers it held, and those kept there.

    The other offers are in other pages of the run, which may not be on disk yet. `key` is empty
    if there was nothing to keep; `fields` are counted in the offers kept, and `mended` are among
    them. The rest is as in
    `ftcrawler.items.OfferPage`.
    """

    key: str
    label: str
    size: int
    ids: Sequence[str]
    kept: Collection[str]
    sequence: int | None = None
    request: str = ""
    status: int = 200
    digest: bytes | None = b""
    mended: Collection[str] = ()
    fields: FieldCounts = field(default_factory=dict, repr=False)


class RecordedAnswer(NamedTuple):
    """What a sweep is fed again: place in the run, label of the search, question, answer."""

    sequence: int
    label: str
    request: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Holding:
    """What the pages that are left hold: offers by label, and the count of their fields."""

    offers: Mapping[str, set[str]]
    fields: FieldCounts


def record_answer(db: sqlite3.Connection, search: int, page: StoredPage) -> None:
    """Enter the answer, within the transaction that makes its page durable."""
    others = set(page.ids).difference(page.kept)
    awaited = sorted(others - kept_among(db, others))
    db.execute(
        "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(page.sequence, search, page.request, page.status, page.digest),
            *(len(page.ids), len(page.kept), orjson.dumps(awaited) if awaited else None),
        ),
    )


def recorded_answers(db: sqlite3.Connection) -> list[RecordedAnswer]:
    """Return the answers to feed again, in order."""
    query = (
        "SELECT sequence, label, request, digest FROM answers JOIN searches ON search = id "
        "WHERE digest IS NOT NULL ORDER BY sequence"
    )
    return [RecordedAnswer(*row) for row in db.execute(query)]


def forget_offers(db: sqlite3.Connection, held: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Take back that offers are kept which no page holds any more; *held* are the others.

    Have each answer that held one asked again: its place in the sweep is known, its page alone is
    not enough, for it may have left to a neighbour what it shared with it. Return how many are
    gone, by label.
    """
    query = "SELECT id, label, offer FROM sightings JOIN searches ON search = id WHERE kept"
    gone = [
        (search, label, offer)
        for search, label, offer in db.execute(query)
        if offer not in held.get(label, ())
    ]
    db.executemany(
        "UPDATE sightings SET kept = 0 WHERE search = ? AND offer = ?",
        [(search, offer) for search, _, offer in gone],
    )
    offers = {offer for *_, offer in gone}
    query = "SELECT sequence, digest FROM answers WHERE digest IS NOT NULL"
    void = [(at,) for at, digest in db.execute(query) if _held_one(digest, offers)]
    db.executemany("UPDATE answers SET digest = NULL WHERE sequence = ?", void)
    return Counter(label for _, label, _ in gone)


def void_unfounded(db: sqlite3.Connection) -> None:
    """Have asked again each answer with an offer that was left to a page that never came.

    Killed between two pages that share an offer, a run may have on disk only the one that left
    it out. Nobody else would ask for that offer any more.
    """
    query = "SELECT sequence, awaited FROM answers WHERE awaited IS NOT NULL"
    for sequence, awaited in db.execute(query).fetchall():
        ids = orjson.loads(awaited)
        if kept_among(db, ids) != set(ids):
            db.execute("UPDATE answers SET digest = NULL WHERE sequence = ?", (sequence,))
    db.execute(
        "DELETE FROM sightings WHERE NOT kept AND NOT EXISTS "
        "(SELECT 1 FROM sightings AS at WHERE at.offer = sightings.offer AND at.kept)"
    )


def _held_one(digest: bytes, offers: Collection[str]) -> bool:
    try:
        return not set(Answer.from_bytes(digest).ids).isdisjoint(offers)
    except (ValueError, TypeError, zlib.error):
        return True
