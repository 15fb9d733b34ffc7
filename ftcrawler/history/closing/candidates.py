"""Whose detail is to be asked: offers that a complete reading lacked, and controls among them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from ftcrawler.history.files.engine import connection
from ftcrawler.history.files.manifest import read_manifest
from ftcrawler.history.files.open_files import read_open

if TYPE_CHECKING:
    from datetime import datetime

    from ftcrawler.history.files.open_files import OpenOffers
    from ftcrawler.runs.layout import DataLayout

# One control for so many candidates.
ONE_IN: Final = 50
# Since when each is missing, by what is known of it; of searches whose closings are refused, none.
CANDIDATES: Final = """
SELECT id, min(absente_le) AS absente_le
FROM tenues
WHERE absente_le IS NOT NULL AND NOT list_contains($refused, etiquette)
GROUP BY id ORDER BY absente_le, id
"""
# Offers that the last complete reading of a search held: of those with candidates first, for they
# are of the same reading; in an order that has nothing to do with theirs.
_CONTROLS: Final = """
WITH lectures AS (
    SELECT unnest($labels) AS etiquette, unnest($moments) AS derniere
),
absentes AS (SELECT * FROM tenues WHERE absente_le IS NOT NULL),
cherchees AS (
    SELECT DISTINCT etiquette FROM absentes WHERE NOT list_contains($refused, etiquette)
)
SELECT id
FROM tenues JOIN lectures USING (etiquette)
WHERE tenue_le = derniere AND id NOT IN (SELECT id FROM absentes)
GROUP BY id
ORDER BY bool_or(etiquette IN (SELECT etiquette FROM cherchees)) DESC, hash(id), id
LIMIT $count
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """An offer whose detail is asked; a control is one that the last reading held."""

    id: str
    control: bool


def to_ask(layout: DataLayout, source: str) -> list[Asked]:
    """Return whom to ask, in this order: the oldest absences first, a control after each 50.

    The last one is a control too. None, if there is no candidate. Raises HistoryError.
    """
    manifest = read_manifest(layout, source)
    if manifest is None:
        return []
    stock = read_open(layout, manifest).stock
    with connection() as engine:
        engine.register("tenues", stock)
        refused = sorted(manifest.closings_refused)
        ids = [row[0] for row in engine.execute(CANDIDATES, {"refused": refused}).fetchall()]
        last = manifest.last_complete
        values = {
            "refused": refused,
            "count": ceil(len(ids) / ONE_IN),
            "labels": [*last],
            "moments": [*last.values()],
        }
        controls = [row[0] for row in engine.execute(_CONTROLS, values).fetchall()]
    return _with_controls(ids, controls)


def absences(before: OpenOffers) -> dict[str, datetime]:
    """Return the candidates, each with the start of the first reading that lacked it."""
    with connection() as engine:
        engine.register("tenues", before.stock)
        refused = sorted(before.manifest.closings_refused)
        return dict(engine.execute(CANDIDATES, {"refused": refused}).fetchall())


def _with_controls(ids: list[str], controls: list[str]) -> list[Asked]:
    """Return both, the controls evenly among the candidates and the last one at the end.

    >>> [each.id for each in _with_controls(["A", "B", "C"], ["1"])]
    ['A', 'B', 'C', '1']
    """
    step = max(ONE_IN, ceil(len(ids) / len(controls))) if controls else len(ids)
    asked = []
    for start in range(0, len(ids), step or 1):
        asked += [Asked(offer, control=False) for offer in ids[start : start + step]]
        asked += [Asked(offer, control=True) for offer in controls[start // step :][:1]]
    return asked
