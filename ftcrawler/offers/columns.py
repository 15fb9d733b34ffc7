"""The columns of exports: a leaf of an offer is one; CSV has each list beside its text, too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ftcrawler.offers.field_types import Objects, Record
from ftcrawler.offers.fields import OFFER, REST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ftcrawler.offers.field_types import Field, Leaf


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf of an offer; `field` is where it is in the offer's object `parent`, if it has one."""

    name: str
    kind: Leaf
    description: str
    field: str
    parent: str | None = None


def columns_of(fields: Mapping[str, Field]) -> tuple[Column, ...]:
    """Return the leaves of *fields*, in their order.

    >>> [column.name for column in columns_of(OFFER)][4:7]
    ['dateActualisation', 'lieuTravail_libelle', 'lieuTravail_latitude']
    """
    columns: list[Column] = []
    for name, field in fields.items():
        if isinstance(field.kind, Record):
            inner = columns_of(field.kind.fields)
            columns += (replace(leaf, name=f"{name}_{leaf.name}", parent=name) for leaf in inner)
        else:
            columns.append(Column(name, field.kind, field.description, name))
    return tuple(columns)


COLUMNS: Final = columns_of(OFFER)
RECORDS: Final = tuple(name for name, field in OFFER.items() if isinstance(field.kind, Record))


def _described() -> Iterator[tuple[str, str]]:
    for column in COLUMNS:
        if isinstance(column.kind, Objects):
            parts = ", ".join(f"`{name}`" for name in column.kind.fields)
            yield column.name, f"{column.description} : leurs `{column.kind.label}`"
            yield f"{column.name}_json", f"La même liste, entière : {parts}"
        else:
            yield column.name, column.description
    yield REST, "Tout ce que l'offre a d'autre, en JSON"


# What each column holds, in French.
CSV_DESCRIPTIONS: Final = dict(_described())
CSV_COLUMNS: Final = tuple(CSV_DESCRIPTIONS)
