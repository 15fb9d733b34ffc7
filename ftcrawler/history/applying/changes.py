"""Which fields of an offer have changed, by what it was and what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.files.engine import spilling_connection
from ftcrawler.history.files.whole_offers import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

DATE: Final = "date_actualisation"


def _case(field: pa.Field) -> str:
    before, after = (f"{version}.{field.name}" for version in ("avant", "apres"))
    if pa.types.is_list(field.type):  # an empty list says what no list says
        before, after = (f"CASE WHEN len({each}) > 0 THEN {each} END" for each in (before, after))
    return f"CASE WHEN {before} IS DISTINCT FROM {after} THEN '{field.name}' END"


_CASES: Final = ", ".join(_case(field) for field in SCHEMA if field.name != "id")
_CHANGES: Final = f"""
SELECT id, [{_CASES}]
FROM read_parquet(?) AS avant JOIN read_parquet(?) AS apres USING (id)
"""


def changes(before: Path, after: Path, spill: Path) -> dict[str, list[str]]:
    """Return, by id, the columns that differ between two files of whole offers.

    Only of offers that both hold; an empty list says that nothing differs.
    """
    with spilling_connection(spill) as engine:
        found = engine.execute(_CHANGES, [str(before), str(after)]).fetchall()
        return {offer: [name for name in names if name] for offer, names in found}
