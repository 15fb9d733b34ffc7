"""The events of one run on their way into its file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.applying.event_rows import Happened, event_rows
from ftcrawler.history.applying.lawful_rows import derived_rows
from ftcrawler.history.files.event_columns import DERIVED, Kind

if TYPE_CHECKING:
    from ftcrawler.history.files.manifest import NamedFile
    from ftcrawler.history.files.parquet_file import ParquetFile
    from ftcrawler.runs.run_name import RunName

DERIVED_OF = pa.schema([("id", pa.string()), *DERIVED])


class EventLog:
    """`derived` is what was made of the offers that are told of, for those that stay open."""

    def __init__(self, run: RunName, file: ParquetFile) -> None:
        self._run = run
        self._file = file
        self.counts: Counter[str] = Counter()
        self.derived: list[pa.Table] = []

    def tell(self, kind: Kind, whole: pa.Table, happened: Happened = Happened()) -> None:  # noqa: B008 (it is frozen)
        """Enter that *kind* befell these whole offers; there may be none."""
        if not whole.num_rows:
            return
        derived = derived_rows(whole)
        self._file.add(event_rows(self._run, kind, whole, derived, happened))
        self.counts[str(kind)] += whole.num_rows
        if kind is not Kind.CLOSED:
            self.keep(whole, derived)

    def keep(self, whole: pa.Table, derived: pa.Table | None = None) -> None:
        """Note what is made of offers that are open, though nothing is to be told of them."""
        derived = derived_rows(whole) if derived is None else derived
        columns = [whole.column("id"), *derived.columns]
        self.derived.append(pa.Table.from_arrays(columns, schema=DERIVED_OF))

    def derived_of(self) -> pa.Table:
        """Return all that was made of open offers, by id, under DERIVED_OF."""
        return pa.concat_tables([DERIVED_OF.empty_table(), *self.derived])

    def close(self) -> NamedFile | None:
        """Make the file; None if nothing happened."""
        return self._file.close()
