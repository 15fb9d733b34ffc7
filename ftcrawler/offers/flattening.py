"""Make an offer flat: one value a leaf, and what fits none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ftcrawler.offers.columns import COLUMNS, RECORDS
from ftcrawler.offers.refused_characters import mended_json
from ftcrawler.offers.type_checks import PLAIN, fits, never

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


# By name of a field: the place of its value, the type that it has, or else the test it passes.
Slots = dict[str, tuple[int, type | None, "Callable[[object], bool]"]]


def _slots(parent: str | None) -> Slots:
    return {
        column.field: (place, PLAIN.get(column.kind), fits(column.kind))
        for place, column in enumerate(COLUMNS)
        if column.parent == parent
    }


# An object has a place of its own, after all columns, which says that it is there at all.
_NESTED: Final = {name: (len(COLUMNS) + place, _slots(name)) for place, name in enumerate(RECORDS)}
_PLAIN: Final = _slots(None) | {name: (place, dict, never) for name, (place, _) in _NESTED.items()}
NOWHERE: Final = (0, None, never)
_EMPTY: Final[list[Any]] = [None] * (len(COLUMNS) + len(RECORDS))


def flatten(offer: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Return the values of an offer, one for each of COLUMNS, and the rest of it.

    None is for what is missing or null. After the columns comes True for each of RECORDS that is
    there, be it empty. The rest has the shape of an offer: put together again, the two are the
    offer without its nulls.

    >>> cells, rest = flatten({"id": "1", "contact": {"nom": "A", "fax": "2"}, "alternance": "?"})
    >>> {name: cell for name, cell in zip(NAMES, cells) if cell is not None}
    {'id': '1', 'contact_nom': 'A'}
    >>> rest
    {'alternance': '?', 'contact': {'fax': '2'}}
    """
    cells = _EMPTY.copy()
    rest = _put(offer, _PLAIN, cells)
    for name, (place, slots) in _NESTED.items():
        if (record := cells[place]) is not None:
            cells[place] = True
            if left := _put(record, slots, cells):
                rest[name] = left
    return cells, rest


def _put(values: Mapping[str, Any], slots: Slots, cells: list[Any]) -> dict[str, Any]:
    """Put each value into its cell; return those that have none."""
    left = {}
    for name, value in values.items():
        place, plain, fit = slots.get(name, NOWHERE)
        if type(value) is plain or fit(value):
            cells[place] = value
        elif value is not None:
            left[name] = value
    return left


def rest_text(rest: Mapping[str, Any]) -> str | None:
    """Return what the last column says; what JSON does not know is told as text."""
    return mended_json(rest).decode() if rest else None


NAMES: Final = tuple(column.name for column in COLUMNS)
