"""The columns of tables, with what each means, in French."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from ftcrawler.history.files.column_names import snake
from ftcrawler.history.files.event_columns import DERIVED, LAWFUL
from ftcrawler.offers.columns import COLUMNS
from ftcrawler.offers.field_types import Objects, Scalar, Texts
from ftcrawler.offers.fields import REST

if TYPE_CHECKING:
    from ftcrawler.offers.field_types import Leaf


class Type(Enum):
    """What a column holds; each engine has its own word for it. The values are for readers."""

    TEXT = "texte"
    INTEGER = "entier"
    NUMBER = "nombre"
    BOOLEAN = "oui ou non"
    DAY = "jour"
    MOMENT = "moment"
    TEXTS = "liste de textes"
    OBJECTS = "liste d'objets"


@dataclass(frozen=True, slots=True)
class Column:
    """`parts` are the texts that each object of a list of them holds."""

    name: str
    type: Type
    meaning: str
    parts: tuple[str, ...] = ()


_SCALARS: Final = {
    Scalar.TEXT: Type.TEXT,
    Scalar.NUMBER: Type.NUMBER,
    Scalar.INTEGER: Type.INTEGER,
    Scalar.BOOLEAN: Type.BOOLEAN,
    Scalar.MOMENT: Type.MOMENT,
}
ID: Final = Column("id", Type.TEXT, "L'offre")
_MADE: Final = {
    "departement": (Type.TEXT, "Code du département, tiré du lieu de travail"),
    "region": (Type.TEXT, "Code de la région"),
    "salaire_min": (Type.NUMBER, "Salaire, en euros bruts par `salaire_periode`, au moins"),
    "salaire_max": (Type.NUMBER, "Le même, au plus"),
    "salaire_periode": (Type.TEXT, "`horaire`, `mensuel` ou `annuel`"),
    "salaire_mensuel_min": (Type.NUMBER, "Salaire brut par mois, au moins"),
    "salaire_mensuel_max": (Type.NUMBER, "Le même, au plus"),
    "salaire_doute": (Type.TEXT, "Pourquoi il n'y a pas de montant, ou pourquoi il est douteux"),
    "teletravail": (Type.BOOLEAN, "Si l'offre parle de télétravail"),
}


def _column(name: str, kind: Leaf, meaning: str, parts: tuple[str, ...] | None) -> Column:
    match kind:
        case Objects(fields):
            return Column(name, Type.OBJECTS, meaning, parts or tuple(map(snake, fields)))
        case Texts():
            return Column(name, Type.TEXTS, meaning)
        case _:
            return Column(name, _SCALARS[kind], meaning)


# Every field that the API gives, and the lawful ones of them.
WHOLE: Final = (
    *(_column(snake(each.name), each.kind, each.description, None) for each in COLUMNS),
    Column(REST, Type.TEXT, "Tout ce que l'offre a d'autre, en JSON"),
)
MADE: Final = tuple(Column(name, *_MADE[name]) for name in DERIVED.names)
_BY_NAME: Final = {snake(each.name): each for each in COLUMNS}
KEPT: Final = (
    *(
        _column(each.name, _BY_NAME[each.name].kind, _BY_NAME[each.name].description, each.inner)
        for each in LAWFUL
    ),
    *MADE,
)


def parts_of(field: str) -> tuple[Column, ...]:
    """Return, as columns, what is kept of each object that a list of offers' columns holds."""
    (kept,) = (each for each in KEPT if each.name == field)
    kind = _BY_NAME[field].kind
    assert isinstance(kind, Objects)
    meanings = {snake(name): inner.description for name, inner in kind.fields.items()}
    return tuple(Column(part, Type.TEXT, meanings[part]) for part in kept.parts)
