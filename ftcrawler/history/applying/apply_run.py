"""Apply one run to the history: events of what it found out, and the offers that are open now.

Files first, the manifest last: until that one is in its place, nothing has happened.
"""

from __future__ import annotations

from dataclasses import replace
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
from ftcrawler.history.applying.sightings import READ, Sightings
from ftcrawler.history.applying.stock import next_stock, refused_closings
from ftcrawler.history.files.event_columns import EVENTS, Kind
from ftcrawler.history.files.manifest import EVENTS_PREFIX, OPEN_PREFIX, AppliedRun
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


def apply_run(
    layout: DataLayout, manifest: Manifest, run: RunToApply, *, close_max_percent: float
) -> Manifest:
    """Write the files of *run*, and return the manifest that names them.

    Raises HistoryError, StorageError, or UploadError where its pages cannot be had.
    """
    if not (run.pages or run.details or run.complete):
        return _with(manifest, run, _applied(run))
    times = sum(each.run == str(run.name) for each in manifest.runs)
    part = f"{run.name}_{times + 1}" if times else str(run.name)
    work = _Work(layout, manifest, run, part)
    try:
        work.read_pages(again=bool(times))
        work.go_over_open()
        work.look_at_aside()
        refused = refused_closings(run, work.before, work.read, most=close_max_percent)
        return replace(
            _with(manifest, run, work.applied()),
            open=work.open_files(),
            closings_refused=refused,
        )
    finally:
        work.end()


def _with(manifest: Manifest, run: RunToApply, applied: AppliedRun) -> Manifest:
    last = dict(manifest.last_complete)
    last |= {label: max(run.moment, last.get(label, run.moment)) for label in run.complete}
    return replace(manifest, runs=(*manifest.runs, applied), last_complete=last)


def _applied(run: RunToApply) -> AppliedRun:
    return AppliedRun(
        run=str(run.name),
        finished=run.report.finished,
        status=run.report.status,
        complete=tuple(sorted(run.complete)),
    )


class _Work:
    """One run being applied; its methods are called in the order in which they stand here."""

    def __init__(self, layout: DataLayout, manifest: Manifest, run: RunToApply, part: str) -> None:
        self._layout = layout
        self._manifest = manifest
        self._run = run
        self._folder = f"{OPEN_PREFIX}{part}/"
        self._files: list[ParquetFile] = []
        self.before = read_open(layout, manifest)
        self._finders = Finders(run)
        self._closed_ids = ClosedIds(layout, manifest)
        self._gone = gone_offers(run, self.before)
        key = f"{EVENTS_PREFIX}date={run.moment:%Y-%m-%d}/{part}.parquet"
        self._events = EventLog(run.name, self._file(key, EVENTS, EVENTS_GROUP, level=3))
        self._offers = self._file(f"{self._folder}{OFFERS_FILE}", SCHEMA, ROW_GROUP)
        self._aside = self._file(ASIDE, SCHEMA, ROW_GROUP)
        self._earlier = self._file(EARLIER, SCHEMA, ROW_GROUP)

    def read_pages(self, *, again: bool) -> None:
        """Take in what the run held; *again*, if it went on after it was applied."""
        self._seen = Sightings(
            run=self._run.name,
            again=again,
            before=self.before,
            closed=self._closed_ids,
            offers=self._offers,
            aside=self._aside,
            opened=self._open,
            reactualised=lambda whole: self._events.tell(Kind.REACTUALISED, whole),
        )
        for chunk in page_chunks(self._run.pages):
            self._seen.take(chunk)
        self.read = pa.concat_tables([READ.empty_table(), *self._seen.read])

    def go_over_open(self) -> None:
        """Keep the open offers that the run did not hold, but for those that are gone."""
        anew = self._seen.seen - self._seen.outdated
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

    def applied(self) -> AppliedRun:
        """Make the file of events, and return how the manifest tells of the run."""
        file = self._events.close()
        counts = dict(sorted(self._events.counts.items()))
        return replace(_applied(self._run), events=counts, files=(file,) if file else ())

    def open_files(self) -> tuple[NamedFile, ...]:
        """Make the files of the offers that are open, and return them."""
        made = self._events.derived_of()
        state = next_state(self._run, self.before, self.read, made, self._gone_ids)
        found = self._finders.pairs(self.read.column("id"))
        stock = next_stock(self._run, self.before, self.read, found, self._gone_ids)
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
