"""The tables that analysts see: their names, their columns, and what a row is, in French.

table_queries.py says what each is made of. Names, columns and values are the same in every
engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ftcrawler.history.tables.table_columns import ID, KEPT, MADE, WHOLE, Column, Type, parts_of


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `row` says what one row is."""

    name: str
    row: str
    columns: tuple[Column, ...]


def _moment(name: str, meaning: str) -> Column:
    return Column(name, Type.MOMENT, meaning)


def _text(name: str, meaning: str) -> Column:
    return Column(name, Type.TEXT, meaning)


def _count(name: str, meaning: str) -> Column:
    return Column(name, Type.INTEGER, meaning)


def _codes(name: str, row: str, *more: Column) -> Table:
    return Table(
        name, row, (_text("code", "Le code"), _text("libelle", "Ce qu'il veut dire"), *more)
    )


EVENTS: Final = Table(
    "evenements",
    "Ce qui est arrivé à une offre, avec ce qu'elle était alors",
    (
        ID,
        _text("evenement", "`ouverte`, `modifiee`, `actualisee`, `fermee` ou `rouverte`"),
        Column("jour", Type.DAY, "Le jour, à Paris, où il a été constaté"),
        _moment("a", "Le moment où il a été constaté : le début de la collecte"),
        _text("collecte", "La collecte qui l'a constaté"),
        _moment("vue_le", "Le début de la dernière collecte qui a vu l'offre"),
        _moment("absente_le", "De `fermee` : la première lecture complète qui ne l'a plus vue"),
        Column("modifies", Type.TEXTS, "De `modifiee` : les colonnes qui ont changé"),
        *KEPT,
    ),
)
VERSIONS: Final = Table(
    "versions",
    "Un état d'une offre : celui du jour J a `du <= J AND (au IS NULL OR au > J)`",
    (
        ID,
        Column("du", Type.DAY, "Le premier jour de cet état, à Paris"),
        Column("au", Type.DAY, "Le premier jour où il n'est plus ; vide : il est encore"),
        *KEPT,
    ),
)
OFFERS: Final = Table(
    "offres",
    "Une offre, ouverte ou fermée, telle qu'elle a été vue pour la dernière fois",
    (
        ID,
        *KEPT,
        _moment("ouverte_le", "Le début de la première collecte qui l'a vue"),
        _moment("vue_le", "Le début de la dernière collecte qui l'a vue"),
        _moment("fermee_le", "La première lecture complète qui ne l'a plus vue ; vide : ouverte"),
        _count(
            "jours_ouverte",
            "Jours de Paris de l'ouverture à la fermeture, ou jusqu'à `vue_le` si elle est "
            "ouverte ; rouverte, ceux où elle était fermée ne comptent pas",
        ),
        _count("fois_modifiee", "Combien de fois elle a changé"),
        _count("fois_rouverte", "Combien de fois elle est revenue"),
    ),
)
OPEN_OFFERS: Final = Table(
    "offres_ouvertes",
    "Une offre ouverte, avec tout ce que l'API en donne",
    (
        *WHOLE,
        *MADE,
        _moment("vue_le", "Le début de la dernière collecte qui l'a vue"),
        _moment(
            "absente_le",
            "La première lecture complète qui ne l'a plus vue : à confirmer ; vide : aucune",
        ),
    ),
)
FOUND_BY: Final = Table(
    "trouvees_par",
    "Une recherche qui a trouvé une offre",
    (
        ID,
        _text("collecte", "La première collecte où elle l'a trouvée"),
        _text("etiquette", "La recherche, comme dans les noms des pages et le rapport"),
        _text("secteur", "Le secteur auquel la recherche appartient"),
    ),
)
RUNS: Final = Table(
    "collectes",
    "Une collecte que l'historique contient",
    (
        _text("collecte", "Son nom, celui de son rapport"),
        _text("spider", "Son spider"),
        _moment("commencee_le", "Son début"),
        _moment("terminee_le", "Sa fin"),
        _text("statut", "`complete`, `truncated`, `incomplete` ou `failed`"),
        _count(
            "annoncees", "Offres que l'API a annoncées ; vide : rapport perdu, ou rien annoncé"
        ),
        _count("collectees", "Offres collectées ; vide : rapport perdu"),
        _count("manquantes", "Offres annoncées qui manquent ; vide : rapport perdu"),
        _count("ouvertes", "Offres qu'elle a trouvées ouvertes pour la première fois"),
        _count("modifiees", "Offres qu'elle a trouvées changées"),
        _count("actualisees", "Offres dont la date d'actualisation seule a changé"),
        _count("fermees", "Offres dont elle a confirmé la fermeture"),
        _count("rouvertes", "Offres fermées qu'elle a retrouvées"),
    ),
)
# Tables of the entries of lists, each by the column that holds the list.
ENTRIES: Final = {
    "competences": "competences",
    "formations": "formations",
    "langues": "langues",
    "permis": "permis",
    "partenaires": "origine_offre_partenaires",
}
_ROWS: Final = {
    "competences": "Une compétence d'une offre",
    "formations": "Une formation demandée par une offre",
    "langues": "Une langue d'une offre",
    "permis": "Un permis demandé par une offre",
    "partenaires": "Un partenaire qui diffuse une offre",
}
CODES: Final = (
    _codes("metiers", "Un métier (ROME)", _text("domaine", "Son domaine, de `domaines`")),
    _codes("domaines", "Un domaine professionnel"),
    _codes(
        "naf",
        "Une division (`62`) ou une sous-classe (`62.02A`) d'activité",
        _text("division", "Sa division"),
    ),
    _codes("departements", "Un département", _text("region", "Sa région, de `regions`")),
    _codes("regions", "Une région"),
)
TABLES: Final = (
    EVENTS,
    VERSIONS,
    OFFERS,
    OPEN_OFFERS,
    *(Table(name, _ROWS[name], (ID, *parts_of(field))) for name, field in ENTRIES.items()),
    FOUND_BY,
    RUNS,
    *CODES,
)
