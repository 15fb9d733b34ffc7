"""The fields of an offer and their types, in the order of the API's published description.

From these come the columns of CSV and the schema of Parquet (feeds/), and what counts as a new
field (reporting/drift.py); docs/feeds.md says what each one means.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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


@dataclass(frozen=True, slots=True)
class Objects:
    """A list of objects of texts; `label` is the text that says most to a reader."""

    fields: tuple[str, ...]
    label: str = "libelle"


@dataclass(frozen=True, slots=True)
class Record:
    """One object, no deeper than that."""

    fields: Mapping[str, Leaf]


Leaf: TypeAlias = "Scalar | Texts | Objects"
Kind: TypeAlias = "Leaf | Record"

TEXT: Final = Scalar.TEXT
BOOLEAN: Final = Scalar.BOOLEAN

# What an offer has beyond its fields, or not of their types: the name of the last column.
REST: Final = "autres"

OFFER: Final[Mapping[str, Kind]] = {
    "id": TEXT,
    "intitule": TEXT,
    "description": TEXT,
    "dateCreation": Scalar.MOMENT,
    "dateActualisation": Scalar.MOMENT,
    "lieuTravail": Record(
        {
            "libelle": TEXT,
            "latitude": Scalar.NUMBER,
            "longitude": Scalar.NUMBER,
            "codePostal": TEXT,
            "commune": TEXT,
        }
    ),
    "romeCode": TEXT,
    "romeLibelle": TEXT,
    "appellationlibelle": TEXT,
    "entreprise": Record(
        {
            "nom": TEXT,
            "description": TEXT,
            "logo": TEXT,
            "url": TEXT,
            "entrepriseAdaptee": BOOLEAN,
        }
    ),
    "typeContrat": TEXT,
    "typeContratLibelle": TEXT,
    "natureContrat": TEXT,
    "experienceExige": TEXT,
    "experienceLibelle": TEXT,
    "experienceCommentaire": TEXT,
    "formations": Objects(
        ("codeFormation", "domaineLibelle", "niveauLibelle", "commentaire", "exigence"),
        label="domaineLibelle",
    ),
    "langues": Objects(("libelle", "exigence")),
    "permis": Objects(("libelle", "exigence")),
    "outilsBureautiques": Texts(),
    "competences": Objects(("code", "libelle", "exigence")),
    "salaire": Record(
        {
            "libelle": TEXT,
            "commentaire": TEXT,
            "complement1": TEXT,
            "complement2": TEXT,
            "listeComplements": Objects(("code", "libelle")),
        }
    ),
    "dureeTravailLibelle": TEXT,
    "dureeTravailLibelleConverti": TEXT,
    "complementExercice": TEXT,
    "conditionExercice": TEXT,
    "alternance": BOOLEAN,
    "contact": Record(
        {
            "nom": TEXT,
            "coordonnees1": TEXT,
            "coordonnees2": TEXT,
            "coordonnees3": TEXT,
            "telephone": TEXT,
            "courriel": TEXT,
            "commentaire": TEXT,
            "urlRecruteur": TEXT,
            "urlPostulation": TEXT,
        }
    ),
    "agence": Record({"telephone": TEXT, "courriel": TEXT}),
    "nombrePostes": Scalar.INTEGER,
    "accessibleTH": BOOLEAN,
    "deplacementCode": TEXT,
    "deplacementLibelle": TEXT,
    "qualificationCode": TEXT,
    "qualificationLibelle": TEXT,
    "codeNAF": TEXT,
    "secteurActivite": TEXT,
    "secteurActiviteLibelle": TEXT,
    "qualitesProfessionnelles": Objects(("libelle", "description")),
    "trancheEffectifEtab": TEXT,
    "origineOffre": Record(
        {
            "origine": TEXT,
            "urlOrigine": TEXT,
            "partenaires": Objects(("nom", "url", "logo"), label="nom"),
        }
    ),
    "offresManqueCandidats": BOOLEAN,
    "contexteTravail": Record({"horaires": Texts(), "conditionsExercice": Texts()}),
    "entrepriseAdaptee": BOOLEAN,
    "employeurHandiEngage": BOOLEAN,
}


@cache
def published() -> frozenset[str]:
    """Return the paths of all fields, written as in field_counts.py.

    >>> sorted(path for path in published() if path.startswith(("permis", "contexteTravail.h")))
    ... # doctest: +NORMALIZE_WHITESPACE
    ['contexteTravail.horaires', 'contexteTravail.horaires[]', 'permis', 'permis[]',
     'permis[].exigence', 'permis[].libelle']
    """
    return frozenset(_paths("", OFFER))


def _paths(prefix: str, fields: Mapping[str, Kind]) -> Iterator[str]:
    for name, kind in fields.items():
        path = prefix + name
        yield path
        match kind:
            case Record(inner):
                yield from _paths(f"{path}.", inner)
            case Texts():
                yield f"{path}[]"
            case Objects(texts):
                yield f"{path}[]"
                yield from (f"{path}[].{text}" for text in texts)
            case Scalar():
                pass
