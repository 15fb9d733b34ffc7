"""What a run held, chunk by chunk: which offers are new, which have changed, which are as before.

Whole offers go to the file of those that are open, in passing. Events of offers that are new, or
only re-actualised, are told at once. Those that changed are put aside, for what has changed shows
beside what they were; so are new ones, once any offer has closed: they may be back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ftcrawler.history.applying.picking import picked
from ftcrawler.history.files.whole_offers import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.history.applying.closed_ids import ClosedIds
    from ftcrawler.history.files.open_files import OpenOffers
    from ftcrawler.history.files.parquet_file import ParquetFile
    from ftcrawler.runs.run_name import RunName

# An id stays for ever: it may be nothing else.
USABLE: Final = "^[0-9A-Za-z_-]{1,100}$"
READ: Final = pa.schema(
    [
        ("id", pa.string()),
        ("empreinte", pa.uint64()),
        ("date_actualisation", SCHEMA.field("date_actualisation").type),
    ]
)


@dataclass(slots=True, kw_only=True)
class Sightings:
    """What is gathered of *run*, which is applied *again* if it went on after it was applied.

    `seen` are the ids of all that it held; of those `outdated` a later run knows better, those
    `closed_since` closed by one. `read` tells of the others; `new` and `changed` are the ids of
    those that are put aside. `unusable` counts offers whose id is none.
    """

    run: RunName
    again: bool
    before: OpenOffers
    closed: ClosedIds
    offers: ParquetFile
    aside: ParquetFile
    opened: Callable[[pa.Table], None]
    reactualised: Callable[[pa.Table], None]
    unusable: int = 0
    seen: set[str] = field(default_factory=set)
    outdated: set[str] = field(default_factory=set)
    closed_since: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    read: list[pa.Table] = field(default_factory=list)
    _rows: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        ids = self.before.state.column("id").to_pylist()
        self._rows = {offer: row for row, offer in enumerate(ids)}

    def take(self, chunk: pa.Table) -> None:
        """Take some of the run's offers; one that was taken before is left out."""
        chunk = self._current(self._fresh(self._named(chunk)))
        state = self._state(chunk)
        whole = chunk.select(SCHEMA.names)
        self.offers.add(whole)
        self.read.append(chunk.select(READ.names))
        new = pc.is_null(state.column("id"))
        same = _true(pc.equal(state.column("empreinte"), chunk.column("empreinte")))
        aside = pc.invert(pc.or_(new, same))
        self.changed.update(chunk.column("id").filter(aside).to_pylist())
        if self.closed:
            self.new.update(chunk.column("id").filter(new).to_pylist())
            aside = pc.invert(same)
        else:
            self.opened(picked(whole, new))
        self.aside.add(picked(whole, aside))
        later = pc.not_equal(
            _moments(state, "date_actualisation"), _moments(chunk, "date_actualisation")
        )
        self.reactualised(picked(whole, pc.and_(same, later)))

    def _named(self, chunk: pa.Table) -> pa.Table:
        named = picked(chunk, pc.match_substring_regex(chunk.column("id"), USABLE))
        self.unusable += chunk.num_rows - named.num_rows
        return named

    def _fresh(self, chunk: pa.Table) -> pa.Table:
        fresh = []
        for offer in chunk.column("id").to_pylist():
            fresh.append(offer not in self.seen)
            self.seen.add(offer)
        return picked(chunk, fresh)

    def _current(self, chunk: pa.Table) -> pa.Table:
        """Leave out what later runs know better: a run that went on had begun before them."""
        if not self.again:
            return chunk
        closed = self.closed.among(chunk.column("id").to_pylist())
        gone = pc.is_in(chunk.column("id"), value_set=pa.array(closed, pa.string()))
        state = self._state(chunk)
        started = pa.scalar(self.run.started, state.schema.field("vue_le").type)
        outdated = _true(pc.greater(state.column("vue_le"), started))
        closed_since = pc.and_not(gone, pc.is_valid(state.column("id")))
        self.outdated.update(chunk.column("id").filter(outdated).to_pylist())
        self.closed_since.update(chunk.column("id").filter(closed_since).to_pylist())
        return picked(chunk, pc.invert(pc.or_(outdated, closed_since)))

    def _state(self, chunk: pa.Table) -> pa.Table:
        """Return what was known of each offer, nulls where nothing was."""
        rows = [self._rows.get(offer) for offer in chunk.column("id").to_pylist()]
        return self.before.state.take(pa.array(rows, pa.int64()))


def _true(mask: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(mask, fill_value=False)


def _moments(table: pa.Table, name: str) -> pa.ChunkedArray:
    """Return moments as numbers, with one that is none for those that are not there."""
    return pc.fill_null(table.column(name).cast(pa.int64()), fill_value=-1)
