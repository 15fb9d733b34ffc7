"""What a schema of PostgreSQL holds: which relations are stored, which are views over them.

A view is what would change in every row each night: when each open offer was last seen. That
moment is stored once (`historique`), and for those that were seen at another one (`vues_a_part`).
Whatever is not a view of VIEWS is the table of that name, row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.exports.own_tables import (
    ABSENCES,
    HISTORY,
    LAST,
    LOADS,
    ORDERED_EVENTS,
    SEEN_APART,
    STATE,
    WHOLE_OFFERS,
)
from ftcrawler.history.tables.dialects import POSTGRESQL
from ftcrawler.history.tables.table_columns import MADE, Type
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
