"""One run being applied: from its pages to the files that a manifest will name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ftcrawler.history.applying.changes import DATE, changes
from ftcrawler.history.applying.closed_ids import ClosedIds
from ftcrawler.history.applying.event_log import EventLog
from ftcrawler.history.applying.event_rows import Happened
from ftcrawler.history.applying.finders import Finders
from ftcrawler.history.applying.gone_offers import gone_offers
from ftcrawler.history.applying.next_state import next_state
from ftcrawler.history.applying.page_chunks import page_chunks
from ftcrawler.history.applying.picking import picked
from ftcrawler.history.applying.run_lists import read_lists
from ftcrawler.history.applying.sightings import READ, Sightings
from ftcrawler.history.applying.stock import next_stock
from ftcrawler.history.files.event_columns import EVENTS, Kind
from ftcrawler.history.files.manifest import EVENTS_PREFIX, OPEN_PREFIX
from ftcrawler.history.files.open_files import (
    OFFERS_FILE,
    ROW_GROUP,
    STATE_FILE,
    STOCK_FILE,
    read_open,
)
from ftcrawler.history.files.parquet_file import ParquetFile
from ftcrawler.history.files.whole_offers import SCHEMA

if TYPE_CHECKING:
    from ftcrawler.history.applying.run_to_apply import RunToApply
    from ftcrawler.history.files.manifest import Manifest, NamedFile
    from ftcrawler.runs.layout import DataLayout

# What an update writes for itself, and takes away.
WORK: Final = "history/.travail/"
ASIDE: Final = f"{WORK}apres.parquet"
EARLIER: Final = f"{WORK}avant.parquet"
# Rows to a row group: of events, and of what is known of open offers.
EVENTS_GROUP: Final = 50_000
STATE_GROUP: Final = 100_000


class RunWork:
    """Its methods are called in the order in which they stand here, `end` whatever happened.

    `run` is what was to be applied, with all that turns out to lack of it.
    """

    def __init__(self, layout: DataLayout, manifest: Manifest, run: RunToApply, part: str) -> None:
        self._layout = layout
        self._part = part
        self._folder = f"{OPEN_PREFIX}{part}/"
        self._files: list[ParquetFile] = []
        self.before = read_open(layout, manifest)
        lists = read_lists(run)
        self.run = run.without(lists.damaged)
        self._finders = Finders(self.run, lists.found_by)
        self._closed_ids = ClosedIds(layout, manifest)
        self._gone = gone_offers(run, lists.answers, self.before)

    def begin(self) -> None:
        """Open the files that take what is found out."""
        key = f"{EVENTS_PREFIX}date={self.run.moment:%Y-%m-%d}/{self._part}.parquet"
        self._events = EventLog(self.run.name, self._file(key, EVENTS, EVENTS_GROUP, level=3))
        self._offers = self._file(f"{self._folder}{OFFERS_FILE}", SCHEMA, ROW_GROUP)
        self._aside = self._file(ASIDE, SCHEMA, ROW_GROUP)
        self._earlier = self._file(EARLIER, SCHEMA, ROW_GROUP)

    def read_pages(self, *, again: bool) -> None:
        """Take in what the run held; *again*, if it went on after it was applied."""
        self._seen = Sightings(
            run=self.run.name,
            again=again,
            before=self.before,
            closed=self._closed_ids,
            offers=self._offers,
            aside=self._aside,
            opened=self._open,
            reactualised=lambda whole: self._events.tell(Kind.REACTUALISED, whole),
        )
        damaged: list[str] = []
        for chunk in page_chunks(self.run.pages, damaged):
            self._seen.take(chunk)
        self.run = self.run.without(sorted(damaged))
        self.left_out = self._seen.unusable
        self._read = pa.concat_tables([READ.empty_table(), *self._seen.read])
        known = pa.array(sorted(self._seen.outdated), pa.string())
        self.held = pa.table({"id": pa.chunked_array([*self._read.column("id").chunks, known])})

    def go_over_open(self) -> None:
        """Keep the open offers that the run did not hold, but for those that are gone."""
        anew = self._seen.seen - self._seen.outdated - self._seen.closed_since
        gone = self._gone.ids - anew
        for whole in self.before.whole():
            ids = whole.column("id").to_pylist()
            stays = [offer not in anew and offer not in gone for offer in ids]
            self._offers.add(picked(whole, stays))
            changed = [offer in self._seen.changed for offer in ids]
            self._earlier.add(picked(whole, changed))
            closed = picked(whole, (offer in gone for offer in ids))
            self._events.tell(Kind.CLOSED, closed, self._gone.happened(closed))
        self._gone_ids = sorted(gone)

    def look_at_aside(self) -> None:
        """Tell what became of the offers that are new, or have changed."""
        aside, earlier = self._aside.close(), self._earlier.close()
        if aside is None:
            return
        root = self._layout.root
        back = self._closed_ids.among(sorted(self._seen.new))
        changed = changes(root / EARLIER, root / ASIDE, root / WORK) if earlier else {}
        with pq.ParquetFile(root / ASIDE) as file:
            for group in range(file.num_row_groups):
                whole = file.read_row_group(group)
                ids = whole.column("id").to_pylist()
                names = [changed.get(offer, []) for offer in ids]
                self._open(picked(whole, (o in self._seen.new and o not in back for o in ids)))
                returned = picked(whole, (offer in back for offer in ids))
                self._events.tell(Kind.REOPENED, returned, self._found(returned))
                dated = picked(whole, (each == [DATE] for each in names))
                self._events.tell(Kind.REACTUALISED, dated)
                told = [[name for name in each if name != DATE] for each in names]
                altered = picked(whole, (bool(each) for each in told))
                happened = Happened(changed=[each for each in told if each])
                self._events.tell(Kind.CHANGED, altered, happened)

    def events(self) -> tuple[NamedFile, ...]:
        """Make the file of events, and return it; none if nothing happened."""
        self.counts = dict(sorted(self._events.counts.items()))
        file = self._events.close()
        return (file,) if file else ()

    def open_files(self) -> tuple[NamedFile, ...]:
        """Make the files of the offers that are open, and return them."""
        made = self._events.derived_of()
        state = next_state(self.run, self.before, self._read, made, self._gone_ids)
        found = self._finders.pairs(self.held.column("id"))
        stock = next_stock(self.run, self.before, self._read, found, self._gone_ids)
        files = [self._offers]
        for name, table in ((STATE_FILE, state), (STOCK_FILE, stock)):
            files.append(self._file(f"{self._folder}{name}", table.schema, STATE_GROUP))
            files[-1].add(table)
        return tuple(filter(None, (file.close() for file in files)))

    def end(self) -> None:
        """Leave nothing behind that is not made."""
        for file in self._files:
            file.drop()

    def _open(self, whole: pa.Table) -> None:
        self._events.tell(Kind.OPENED, whole, self._found(whole))

    def _found(self, whole: pa.Table) -> Happened:
        return Happened(found_by=self._finders.of(whole.column("id").to_pylist()))

    def _file(self, key: str, schema: pa.Schema, row_group: int, *, level: int = 1) -> ParquetFile:
        file = ParquetFile(self._layout.root, key, schema, row_group=row_group, level=level)
        self._files.append(file)
        return file
