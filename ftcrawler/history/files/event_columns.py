"""The columns of events: what happened, and what may be kept of an offer for ever.

Which fields those are is told in offers/fields.py; what is derived from an offer while it is
there (its department, its pay as figures) stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.files.column_names import snake
from ftcrawler.history.files.whole_offers import SCHEMA as WHOLE
from ftcrawler.offers.arrow import MOMENT
from ftcrawler.offers.columns import COLUMNS
from ftcrawler.offers.field_types import Objects
from ftcrawler.offers.fields import OFFER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.offers.columns import Column
    from ftcrawler.offers.field_types import AfterClosing, Field


class Kind(StrEnum):
    """What befell an offer."""

    OPENED = "ouverte"
    CHANGED = "modifiee"
    REACTUALISED = "actualisee"
    CLOSED = "fermee"
    REOPENED = "rouverte"


@dataclass(frozen=True, slots=True)
class Lawful:
    """A column that is kept after closing, of its whole offer's column of that name.

    `fate` is its field's; `inner` are the parts of its objects that are kept. Each is None where
    it has none.
    """

    name: str
    type: pa.DataType
    fate: AfterClosing | None
    inner: tuple[str, ...] | None = None


def _lawful() -> Iterator[Lawful]:
    for column in COLUMNS:
        field = _field_of(column)
        if not field.is_kept:
            continue
        name = snake(column.name)
        kind, inner = WHOLE.field(name).type, None
        if isinstance(field.kind, Objects):
            kept = [part for part, each in field.kind.fields.items() if each.is_kept]
            inner = tuple(map(snake, kept))
            kind = pa.list_(pa.struct([(part, pa.string()) for part in inner]))
        yield Lawful(name, kind, field.after_closing, inner)


def _field_of(column: Column) -> Field:
    fields = OFFER
    if column.parent is not None:
        fields = OFFER[column.parent].kind.fields  # type: ignore[union-attr]  # it is a Record
    return fields[column.field]


LAWFUL: Final = tuple(each for each in _lawful() if each.name != "id")
# What is made of an offer while it is there, once for each version of it.
DERIVED: Final = pa.schema(
    [
        ("departement", pa.string()),
        ("region", pa.string()),
        ("salaire_min", pa.float64()),
        ("salaire_max", pa.float64()),
        ("salaire_periode", pa.string()),
        ("salaire_mensuel_min", pa.float64()),
        ("salaire_mensuel_max", pa.float64()),
        ("salaire_doute", pa.string()),
        ("teletravail", pa.bool_()),
    ]
)
FOUND_BY: Final = pa.list_(
    pa.struct([("etiquette", pa.string()), ("secteur", pa.string()), ("collecte", pa.string())])
)
HAPPENED: Final = pa.schema(
    [
        ("id", pa.string()),
        ("evenement", pa.string()),
        ("jour", pa.date32()),
        ("a", MOMENT),
        ("collecte", pa.string()),
        ("vue_le", MOMENT),
        ("absente_le", MOMENT),
        ("modifies", pa.list_(pa.string())),
    ]
)
EVENTS: Final = pa.schema(
    [
        *HAPPENED,
        *(pa.field(each.name, each.type) for each in LAWFUL),
        *DERIVED,
        pa.field("trouvee_par", FOUND_BY),
    ]
)
