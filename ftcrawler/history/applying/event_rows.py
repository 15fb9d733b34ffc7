"""Rows of events: what happened to offers, joined to what may be kept of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.applying.lawful_rows import lawful_rows
from ftcrawler.history.files.event_columns import EVENTS
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    from datetime import datetime

    from ftcrawler.history.files.event_columns import Kind
    from ftcrawler.runs.run_name import RunName


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What befell the offers of a table, value by value; None: nothing is to be said."""

    seen: list[datetime] | None = None
    absent: list[datetime] | None = None
    changed: list[list[str]] | None = None
    found_by: list[list[dict[str, Any]]] | None = None


def event_rows(
    run: RunName, kind: Kind, whole: pa.Table, derived: pa.Table, happened: Happened
) -> pa.Table:
    """Return the events of one kind that *run* found out, one a whole offer, under EVENTS.

    They bear the moment at which the run started; so does `vue_le`, unless *happened* says more.
    """
    count = whole.num_rows
    moment = run.started
    told: dict[str, Any] = {
        "evenement": str(kind),
        "jour": moment.astimezone(PARIS).date(),
        "a": moment,
        "collecte": str(run),
        "vue_le": happened.seen or moment,
        "absente_le": happened.absent,
        "modifies": happened.changed,
        "trouvee_par": happened.found_by,
    }
    columns = {"id": whole.column("id")}
    for name, value in told.items():
        of = EVENTS.field(name).type
        each = isinstance(value, list)
        columns[name] = pa.array(value, of) if each else pa.repeat(pa.scalar(value, of), count)
    for table in (lawful_rows(whole), derived):
        columns |= dict(zip(table.column_names, table.columns, strict=True))
    return pa.Table.from_arrays([columns[name] for name in EVENTS.names], schema=EVENTS)
