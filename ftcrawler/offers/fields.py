"""The fields of an offer, in the order of the API's published description.

The one place that lists them. From it come the columns of CSV and of workbooks, the schema of
Parquet, what counts as a new field (reporting/drift.py), the tables of docs/feeds.md, and what may
be kept of an offer that is closed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from ftcrawler.offers import nested_fields as nested
from ftcrawler.offers.field_types import (
    BOOLEAN,
    TEXT,
    AfterClosing,
    Field,
    Objects,
    Record,
    Scalar,
    Texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEPT, FREE_TEXT = AfterClosing.KEPT, AfterClosing.FREE_TEXT
CLEANED, NOT_NEEDED = AfterClosing.CLEANED, AfterClosing.NOT_NEEDED

OFFER: Final[Mapping[str, Field]] = {
    "id": Field(
        TEXT,
        "Identifiant : 7 lettres et chiffres chez France Travail, 7 chiffres chez un partenaire",
        KEPT,
    ),
    "intitule": Field(TEXT, "Titre", CLEANED),
    "description": Field(TEXT, "Texte de l'offre, 5 000 signes au plus, en lignes", FREE_TEXT),
    "dateCreation": Field(Scalar.MOMENT, "Date de création, telle que l'API l'écrit", KEPT),
    "dateActualisation": Field(Scalar.MOMENT, "Date de dernière actualisation", KEPT),
    "lieuTravail": Field(nested.LIEU_TRAVAIL, "Lieu de travail"),
    "romeCode": Field(TEXT, "Code ROME du métier", KEPT),
    "romeLibelle": Field(TEXT, "Métier", KEPT),
    "appellationlibelle": Field(TEXT, "Appellation du métier, plus précise", KEPT),
    "entreprise": Field(nested.ENTREPRISE, "Employeur"),
    "typeContrat": Field(TEXT, "Contrat : `CDI`, `CDD`, `MIS`…", KEPT),
    "typeContratLibelle": Field(TEXT, "Le même en toutes lettres : `CDD - 6 Mois`", KEPT),
    "natureContrat": Field(TEXT, "Nature du contrat, en toutes lettres", KEPT),
    "experienceExige": Field(
        TEXT, "`D` : débutant accepté ; `S` : expérience souhaitée ; `E` : exigée", KEPT
    ),
    # « 5 An(s) - en direction d'entreprise »: experienceCommentaire stands in it as well.
    "experienceLibelle": Field(
        TEXT, "Expérience, en toutes lettres : `2 An(s)`", AfterClosing.WITHOUT_COMMENT
    ),
    "experienceCommentaire": Field(TEXT, "Précisions sur l'expérience", FREE_TEXT),
    "formations": Field(nested.FORMATION, "Formations demandées"),
    "langues": Field(nested.LANGUE, "Langues"),
    "permis": Field(nested.PERMIS, "Permis de conduire"),
    "outilsBureautiques": Field(Texts(), "Outils bureautiques", NOT_NEEDED),
    "competences": Field(nested.COMPETENCE, "Compétences"),
    "salaire": Field(nested.SALAIRE, "Salaire"),
    "dureeTravailLibelle": Field(
        TEXT, "Durée de travail, en toutes lettres, parfois sur deux lignes", KEPT
    ),
    "dureeTravailLibelleConverti": Field(TEXT, "`Temps plein` ou `Temps partiel`", KEPT),
    "complementExercice": Field(TEXT, "Précisions sur l'exercice du métier", FREE_TEXT),
    "conditionExercice": Field(TEXT, "Dans quelles conditions", FREE_TEXT),
    "alternance": Field(BOOLEAN, "Si c'est une alternance", KEPT),
    "contact": Field(nested.CONTACT, "Contact"),
    "agence": Field(nested.AGENCE, "Agence France Travail"),
    "nombrePostes": Field(Scalar.INTEGER, "Postes à pourvoir", KEPT),
    "accessibleTH": Field(BOOLEAN, "Si elle est ouverte aux travailleurs handicapés", KEPT),
    "deplacementCode": Field(TEXT, "Déplacements : de `1`, jamais, à `4`, quotidiens", NOT_NEEDED),
    "deplacementLibelle": Field(TEXT, "Les mêmes en toutes lettres", NOT_NEEDED),
    "qualificationCode": Field(TEXT, "Qualification, de `1` à `9`", KEPT),
    "qualificationLibelle": Field(TEXT, "La même en toutes lettres", KEPT),
    "codeNAF": Field(TEXT, "Activité de l'établissement (NAF) : `62.02A`", KEPT),
    "secteurActivite": Field(TEXT, "Sa division, les deux premiers chiffres", KEPT),
    "secteurActiviteLibelle": Field(TEXT, "La même en toutes lettres", KEPT),
    "qualitesProfessionnelles": Field(nested.QUALITE, "Qualités professionnelles"),
    "trancheEffectifEtab": Field(TEXT, "Effectif de l'établissement", KEPT),
    "origineOffre": Field(nested.ORIGINE, "Origine de l'offre"),
    "offresManqueCandidats": Field(BOOLEAN, "Si elle est difficile à pourvoir", KEPT),
    "contexteTravail": Field(nested.CONTEXTE, "Contexte de travail"),
    "entrepriseAdaptee": Field(BOOLEAN, "Si le poste est dans une entreprise adaptée", KEPT),
    "employeurHandiEngage": Field(
        BOOLEAN,
        "Si l'employeur est reconnu pour son engagement envers les travailleurs handicapés",
        KEPT,
    ),
}
# What an offer has beyond its fields, or not of their types: the name of the last column.
REST: Final = "autres"
# The search that found an offer, and what each part of it says: part of no offer.
FOUND: Final[Mapping[str, str]] = {
    "etiquette": "L'étiquette de la recherche, comme dans les noms des pages et le rapport",
    "motsCles": "Ses mots-clés",
    "secteur": "Le secteur auquel elle appartient, par son nom dans la liste des secteurs",
}
NOT_TOLD: Final = (None,) * len(FOUND)


@cache
def published() -> frozenset[str]:
    """Return the paths of all fields, written as in field_counts.py.

    >>> sorted(path for path in published() if path.startswith(("permis", "contexteTravail.h")))
    ... # doctest: +NORMALIZE_WHITESPACE
    ['contexteTravail.horaires', 'contexteTravail.horaires[]', 'permis', 'permis[]',
     'permis[].exigence', 'permis[].libelle']
    """
    return frozenset(path for path, _ in fields_by_path())


def fields_by_path(
    fields: Mapping[str, Field] = OFFER, prefix: str = ""
) -> Iterator[tuple[str, Field]]:
    """Yield every field with its path, those of objects too; an element of a list is its list."""
    for name, field in fields.items():
        path = prefix + name
        yield path, field
        match field.kind:
            case Record(inner):
                yield from fields_by_path(inner, f"{path}.")
            case Texts():
                yield f"{path}[]", field
            case Objects(inner):
                yield f"{path}[]", field
                yield from fields_by_path(inner, f"{path}[].")
            case Scalar():
                pass
