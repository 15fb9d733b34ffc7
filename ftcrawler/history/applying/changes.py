"""Which fields of an offer have changed, by what it was and what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.history.files.engine import spilling_connection
from ftcrawler.history.files.whole_offers import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

DATE: Final = "date_actualisation"
_CASES: Final = ", ".join(
    f"CASE WHEN avant.{name} IS DISTINCT FROM apres.{name} THEN '{name}' END"
    for name in SCHEMA.names
    if name != "id"
)
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
