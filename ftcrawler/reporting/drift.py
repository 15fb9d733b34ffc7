"""Which fields of the offers came, went or changed type since an earlier run, chance set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.offers.field_counts import OBJECT, parent
from ftcrawler.offers.fields import published
from ftcrawler.reporting.field_reports import ELEMENTS
from ftcrawler.runs.reported_fields import Change, FieldChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ftcrawler.runs.reported_fields import FieldReport

# A rare field is absent from a small search by chance, one day or another. What chance would do
# less than once in so many runs is not laid to it.
CHANCE: Final = 1e-4
# No offer is without one.
ID: Final = "id"


def field_changes(
    before: Mapping[str, FieldReport], now: Mapping[str, FieldReport]
) -> tuple[FieldChange, ...]:
    """Return what changed, in alphabetical order of the fields.

    A new field that the API never published is always told; of one that it did, and of one that
    vanished, only what chance does not explain. Parts of a field that is told are not.
    """
    told: dict[str, FieldChange] = {}
    for path in sorted({*before, *now}):
        if not any(above in told for above in _above(path)):
            change = _change(path, before, now)
            if change is not None:
                told[path] = FieldChange(path, change, before.get(path), now.get(path))
    return tuple(told.values())


def _change(
    path: str, before: Mapping[str, FieldReport], now: Mapping[str, FieldReport]
) -> Change | None:
    old, new = before.get(path), now.get(path)
    if old and old.present and new and new.present:
        return Change.RETYPED if new.types.keys() - old.types.keys() else None
    if path.endswith(ELEMENTS):  # lists that are empty say nothing
        return None
    if new and new.present:
        surprising = path not in published() or _is_no_chance(new, _places(path, before))
        return Change.NEW if surprising else None
    if old and old.present and _is_no_chance(old, _places(path, now)):
        return Change.VANISHED
    return None


def _is_no_chance(seen: FieldReport, places: int) -> bool:
    """Tell whether a field that is as frequent as *seen* could hardly be absent from *places*."""
    return places > 0 and seen.share_missing**places < CHANCE


def _places(path: str, fields: Mapping[str, FieldReport]) -> int:
    """Return in how many places of a run the field could have been."""
    if not parent(path):
        return fields[ID].present if ID in fields else 0
    above = fields.get(parent(path))
    return above.types.get(OBJECT, 0) if above else 0


def _above(path: str) -> Iterator[str]:
    while path := parent(path):
        yield path
