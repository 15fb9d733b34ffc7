"""The pages' tables of the history's tables, from ftcrawler/history/tables/tables.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.history.tables.table_columns import KEPT, WHOLE, Column
from ftcrawler.history.tables.tables import TABLES
from scripts.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterable


def tables() -> str:
    """Return each table, with the columns that are its own."""
    kept = {*KEPT, *WHOLE[1:]}
    return "\n".join(
        f"### `{each.name}`\n\n{each.row}.{_rest(each.columns)}\n\n"
        + _columns(column for column in each.columns if column not in kept)
        for each in TABLES
    )


def kept_fields() -> str:
    """Return the columns that stay after closing."""
    return _columns(KEPT)


def other_fields() -> str:
    """Return the columns that only open offers have."""
    names = {column.name for column in KEPT}
    return _columns(column for column in WHOLE[1:] if column.name not in names)


def _rest(columns: Iterable[Column]) -> str:
    there = set(columns)
    if there >= set(WHOLE):
        return " Aussi : tous les champs de l'API, conservés ou non."
    return " Aussi : les champs conservés." if there >= set(KEPT) else ""


def _columns(columns: Iterable[Column]) -> str:
    rows = ((f"`{column.name}`", column.type.value, _meaning(column)) for column in columns)
    return table(("colonne", "type", "sens"), rows)


def _meaning(column: Column) -> str:
    parts = ", ".join(f"`{part}`" for part in column.parts)
    return f"{column.meaning} : {parts}" if parts else column.meaning
