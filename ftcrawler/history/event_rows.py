"""Rows of events: what happened to offers, joined to what may be kept of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.event_columns import EVENTS
from ftcrawler.history.lawful_rows import lawful_rows
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ftcrawler.history.event_columns import Kind
    from ftcrawler.runs.run_name import RunName


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What befell the offers of a table, value by value; None: nothing is to be said."""

    seen: Sequence[Any] | None = None
    absent: Sequence[Any] | None = None
    changed: Sequence[Any] | None = None
    found_by: Sequence[Any] | None = None


def event_rows(
    run: RunName, kind: Kind, whole: pa.Table, derived: pa.Table, happened: Happened
) -> pa.Table:
    """Return the events of one kind that *run* found out, one a whole offer, under EVENTS.

    They bear the moment at which the run started; so does `vue_le`, unless *happened* says more.
    """
    count = whole.num_rows
    moment = run.started
    columns: dict[str, Any] = {
        "id": whole.column("id"),
        "evenement": [str(kind)] * count,
        "jour": [moment.astimezone(PARIS).date()] * count,
        "a": [moment] * count,
        "collecte": [str(run)] * count,
        "vue_le": happened.seen or [moment] * count,
        "absente_le": happened.absent or [None] * count,
        "modifies": happened.changed or [None] * count,
        "trouvee_par": happened.found_by or [None] * count,
    }
    for table in (lawful_rows(whole), derived):
        columns |= dict(zip(table.column_names, table.columns, strict=True))
    arrays = [
        columns[each.name]
        if isinstance(columns[each.name], pa.ChunkedArray)
        else pa.array(columns[each.name], each.type)
        for each in EVENTS
    ]
    return pa.Table.from_arrays(arrays, schema=EVENTS)
