"""Offers as rows of single values: lists are made readable, and kept exactly beside that."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.offers.columns import COLUMNS, CSV_COLUMNS, RECORDS
from ftcrawler.offers.field_types import Objects, Texts
from ftcrawler.offers.fields import FOUND, NOT_TOLD, REST
from ftcrawler.offers.flattening import NAMES, flatten, rest_text
from ftcrawler.offers.refused_characters import mended_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

JOINT: Final = " | "


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes rows of the columns *names*, all of them by default."""

    names: Sequence[str] = CSV_COLUMNS
    _pick: Callable[[list[Any]], Sequence[Any]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places = [PLACES[name] for name in self.names]
        # One place alone would give no row, but its value.
        pick = itemgetter(*places) if len(places) > 1 else lambda row: [row[places[0]]]
        object.__setattr__(self, "_pick", pick)

    def of(
        self, offers: Iterable[Mapping[str, Any]], found: Sequence[str | None] = NOT_TOLD
    ) -> Iterator[Sequence[Any]]:
        """Yield one row an offer, of texts, numbers, booleans and None.

        *found* are the values of FOUND, of all of them.
        """
        for offer in offers:
            cells = _told(offer)
            cells += found
            yield self._pick(cells)


def _told(offer: Mapping[str, Any]) -> list[Any]:
    """Return all that a row may say of an offer itself, in the order of PLACES."""
    cells, rest = flatten(offer)
    for place in TEXTS:
        if (texts := cells[place]) is not None:
            cells[place] = JOINT.join(texts)
    for place, label in OBJECTS:
        if (entries := cells[place]) is None:
            cells.append(None)
        else:
            cells[place] = JOINT.join([entry[label] for entry in entries if entry.get(label)])
            cells.append(mended_json(entries).decode())
    cells.append(rest_text(rest))
    return cells


TEXTS: Final = tuple(
    place for place, column in enumerate(COLUMNS) if isinstance(column.kind, Texts)
)
OBJECTS: Final = tuple(
    (place, column.kind.label)
    for place, column in enumerate(COLUMNS)
    if isinstance(column.kind, Objects)
)
# What `flatten` gives, then the JSON of each list of objects, the rest, and what found it.
PLACES: Final = {
    name: place
    for place, name in enumerate(
        (*NAMES, *RECORDS, *(f"{NAMES[place]}_json" for place, _ in OBJECTS), REST, *FOUND)
    )
}
