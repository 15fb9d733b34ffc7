"""What a field of an offer is: the type of its values, what it means, what closing does to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


class Scalar(Enum):
    """What a single value may be."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    # ISO 8601 in UTC, to the millisecond at most, as the API writes it.
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of texts."""


@dataclass(frozen=True, slots=True, eq=False)
class Objects:
    """A list of objects of texts; `label` is the text that says most to a reader."""

    fields: Mapping[str, Field]
    label: str = "libelle"


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One object, no deeper than that."""

    fields: Mapping[str, Field]


Leaf: TypeAlias = "Scalar | Texts | Objects"
Kind: TypeAlias = "Leaf | Record"

TEXT: Final = Scalar.TEXT
BOOLEAN: Final = Scalar.BOOLEAN


class AfterClosing(Enum):
    """What becomes of a value once its offer is closed, and why, in French.

    The licence's article 7 names what has to go, article 8 asks for no more than is of use
    (docs/api.md 8). A value that may hold what has to go, goes. So does a field that is not known.
    """

    KEPT = "conservé : un code, une date, un nombre, oui ou non, ou le libellé d'une liste"
    CLEANED = (
        "conservé sans adresse électronique, numéro de téléphone, lien, ni nom de l'employeur "
        "(article 7)"
    )
    WITHOUT_COMMENT = (
        "conservé sans ce qui suit le tiret, un texte libre, qui peut nommer l'employeur ou une "
        "personne (article 7)"
    )
    EMPLOYER = "effacé : l'employeur (article 7)"
    PERSON = "effacé : une personne, ou comment la joindre (articles 7 et 8)"
    PLACE = "effacé : un lieu plus précis que le département (article 7)"
    LINK = "effacé : un lien, qui mène à l'employeur ou à son offre (article 7)"
    FREE_TEXT = "effacé : un texte libre, qui peut nommer l'employeur ou une personne (article 7)"
    NOT_NEEDED = "effacé : l'histoire d'une offre s'en passe (article 8 : le strict nécessaire)"

    @property
    def is_kept(self) -> bool:
        """Whether anything of the value stays."""
        return self in {AfterClosing.KEPT, AfterClosing.CLEANED, AfterClosing.WITHOUT_COMMENT}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: the type of its values, what it means, in French, and what is kept of it.

    `after_closing` is None where the value is made of fields, each of which has its own.
    """

    kind: Kind
    description: str
    after_closing: AfterClosing | None = None

    def __post_init__(self) -> None:
        if isinstance(self.kind, Objects | Record) is (self.after_closing is not None):
            raise ValueError(f"{self.description}: kept or not is said of values, not of objects")

    @property
    def is_kept(self) -> bool:
        """Whether anything of it stays once the offer is closed."""
        if isinstance(self.kind, Objects | Record):
            return any(field.is_kept for field in self.kind.fields.values())
        return self.after_closing is not None and self.after_closing.is_kept
