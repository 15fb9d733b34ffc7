"""What a schema of PostgreSQL holds: which relations are stored, which are views over them.

A view is what would change in every row each night: when each open offer was last seen. That
moment is stored once (`historique`), and for those that were seen at another one (`vues_a_part`).
Whatever is not a view of VIEWS is the table of that name, row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.history.tables.dialects import POSTGRESQL
from ftcrawler.history.tables.table_columns import ID, KEPT, MADE, WHOLE, Column, Type
from ftcrawler.history.tables.table_queries import ORDER, over, queries
from ftcrawler.history.tables.tables import (
    CODES,
    ENTRIES,
    EVENTS,
    FOUND_BY,
    OFFERS,
    OPEN_OFFERS,
    RUNS,
    TABLES,
    VERSIONS,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored table; `refers` are foreign keys: a column, and the table whose key it holds.

    `indexes` are what follows ON and the table's name, `analysed` the columns that these hold.
    """

    table: Table
    key: tuple[str, ...] = ()
    refers: tuple[tuple[str, Table], ...] = ()
    indexes: tuple[str, ...] = ()
    analysed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in the schema."""
        return self.table.name


TYPES: Final = {
    Type.TEXT: "text",
    Type.INTEGER: "bigint",
    Type.NUMBER: "double precision",
    Type.BOOLEAN: "boolean",
    Type.DAY: "date",
    Type.MOMENT: "timestamptz",
    Type.TEXTS: "text[]",
    Type.OBJECTS: "jsonb",
}
_BY_NAME: Final = {
    each.name: each for each in (*EVENTS.columns, *OFFERS.columns, *OPEN_OFFERS.columns)
}
_ABSENT: Final = OPEN_OFFERS.columns[-1]
_SEEN: Final = OPEN_OFFERS.columns[-2]
_ORDER: Final = Column(ORDER, Type.INTEGER, "Le numéro de son fichier, dans `chargements`")

ORDERED_EVENTS: Final = Table(
    "evenements_ordonnes",
    f"{EVENTS.row}, et dans quel ordre : ce que montre `evenements`",
    (
        *EVENTS.columns,
        _ORDER,
        Column(
            "trouvee_par",
            Type.OBJECTS,
            "Les recherches qui l'ont trouvée, chacune depuis quelle collecte",
            tuple(each.name for each in FOUND_BY.columns[1:]),
        ),
    ),
)
LAST: Final = Table(
    "derniers_evenements",
    "Le dernier événement d'une offre, et le bilan de tous : ce que montre `offres`",
    (
        ID,
        *KEPT,
        *(_BY_NAME[name] for name in ("evenement", "ouverte_le")),
        next(each for each in EVENTS.columns if each.name == "vue_le"),
        next(each for each in EVENTS.columns if each.name == "absente_le"),
        Column(
            "jours",
            Type.INTEGER,
            "Jours des fermetures moins jours des ouvertures, comptés depuis 1970",
        ),
        *(_BY_NAME[name] for name in ("fois_modifiee", "fois_rouverte")),
    ),
)
WHOLE_OFFERS: Final = Table(
    "offres_entieres",
    f"{OPEN_OFFERS.row} : ce que montre `offres_ouvertes`",
    (*WHOLE, *MADE),
)
ABSENCES: Final = Table("absences", "Une offre ouverte qui manque à une lecture", (ID, _ABSENT))
SEEN_APART: Final = Table(
    "vues_a_part",
    "Une offre ouverte que la dernière lecture, celle de `historique`, n'a pas vue",
    (ID, _SEEN),
)
HISTORY: Final = Table(
    "historique",
    "Ce qui vaut pour tout le schéma : il n'y a qu'une ligne",
    (
        Column("version", Type.TEXT, "La forme des tables : celle de ftcrawler doit être la même"),
        Column("source", Type.TEXT, "L'API d'où viennent les offres"),
        Column("vue_le", Type.MOMENT, "Quand les offres ont été vues, hors `vues_a_part`"),
        Column("ouvertes", Type.TEXT, "SHA-256 des fichiers d'offres ouvertes, bout à bout"),
    ),
)
LOADS: Final = Table(
    "chargements",
    "Un fichier d'événements qui est dans cette base",
    (
        Column(ORDER, Type.INTEGER, "Son numéro : les fichiers se suivent"),
        Column("fichier", Type.TEXT, "Son chemin dans le dossier des données"),
        Column("collecte", Type.TEXT, "La collecte dont il vient"),
        Column("lignes", Type.INTEGER, "Combien d'événements il contient"),
        Column("sha256", Type.TEXT, "Sa somme de contrôle SHA-256"),
        Column("charge_le", Type.MOMENT, "Quand il a été chargé"),
    ),
)
_OF_AN_OFFER: Final = (("id", LAST),)
_RUN: Final = ("collecte", RUNS)
_MONTHLY: Final = "salaire_mensuel_min"
# `fermee_le`, as the query of `offres` has it.
_CLOSED: Final = "(CASE WHEN evenement = 'fermee' THEN absente_le END)"
_DIVISION, _REGION, _DOMAIN = "division", "region", "domaine"
_CODE_OF: Final = {_DIVISION: "naf", _REGION: "regions", _DOMAIN: "domaines"}


def _codes(table: Table) -> Stored:
    by_name = {each.name: each for each in CODES}
    refers = tuple(
        (column.name, by_name[_CODE_OF[column.name]])
        for column in table.columns
        if column.name in _CODE_OF
    )
    return Stored(table, ("code",), refers)


SMALL: Final = (Stored(RUNS, ("collecte",)), *map(_codes, CODES))
BY_OFFER: Final = (
    Stored(VERSIONS, ("id", "du"), _OF_AN_OFFER),
    *(
        Stored(each, (), _OF_AN_OFFER, ("(id)",), ("id",))
        for each in TABLES
        if each.name in ENTRIES
    ),
)
STORED: Final = (
    *SMALL,
    Stored(HISTORY, ("version",)),
    Stored(LOADS, (ORDER,), (_RUN,)),
    Stored(
        ORDERED_EVENTS, ("id", ORDER), (*_OF_AN_OFFER, _RUN), ("USING brin (jour)",), ("jour",)
    ),
    Stored(
        LAST,
        ("id",),
        (),
        (f"({_CLOSED})", "(ouverte_le)"),
        ("evenement", "absente_le", "ouverte_le", "rome_libelle"),
    ),
    *BY_OFFER,
    Stored(
        WHOLE_OFFERS,
        ("id",),
        _OF_AN_OFFER,
        (f"(departement, {_MONTHLY}) INCLUDE (id) WHERE {_MONTHLY} IS NOT NULL",),
        ("departement", _MONTHLY),
    ),
    Stored(ABSENCES, ("id",), (("id", WHOLE_OFFERS),)),
    Stored(SEEN_APART, ("id",), (("id", WHOLE_OFFERS),)),
    Stored(FOUND_BY, ("id", "etiquette"), (*_OF_AN_OFFER, _RUN)),
)
STATE: Final = Table(
    "etat_ouvertes",
    "Une offre ouverte, et quand elle a été vue",
    (ID, *MADE, _SEEN),
)
_STATE: Final = f"""
SELECT
    o.id, {", ".join(f"o.{each.name}" for each in MADE)},
    COALESCE(
        (SELECT v.vue_le FROM fichiers.{SEEN_APART.name} AS v WHERE v.id = o.id),
        (SELECT h.vue_le FROM fichiers.{HISTORY.name} AS h)
    ) AS vue_le
FROM fichiers.offres AS o
"""
# In an order in which each finds those it stands on.
VIEWS: Final = (STATE, EVENTS, OFFERS, OPEN_OFFERS)
# By the names that queries have for them.
_RELATIONS: Final = {
    "evenements": ORDERED_EVENTS,
    "derniers": LAST,
    "etat": STATE,
    "offres": WHOLE_OFFERS,
    "tenues": ABSENCES,
    SEEN_APART.name: SEEN_APART,
    HISTORY.name: HISTORY,
}


def relations(schema: str) -> Mapping[str, str]:
    """Return where in *schema*, whose name is quoted, the tables' queries find what they ask."""
    return {name: f"{schema}.{table.name}" for name, table in _RELATIONS.items()}


def view_query(view: Table, schema: str) -> str:
    """Return what a view of VIEWS selects; the name of *schema* is quoted."""
    query = _STATE if view is STATE else queries(POSTGRESQL)[view.name]
    return over(query, relations(schema))
