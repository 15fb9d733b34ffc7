"""What each table is made of: SQL over the relations of the schema SOURCES.

These are `evenements`, the files of events one after another, with `ordre`, the number of the file
in the manifest: of one offer a file holds one event at most, so that it orders them; `offres`,
`etat` and `tenues`, the files of the offers that are open; and the rows that are no Parquet:
`collectes` and the reference lists. Whoever loads those into another engine under the same names
has the same tables by the same queries. `derniers` is made of `evenements` there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ftcrawler.history.files.event_columns import Kind
from ftcrawler.history.tables.table_columns import KEPT, MADE, WHOLE
from ftcrawler.history.tables.tables import CODES, ENTRIES, EVENTS, FOUND_BY, RUNS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ftcrawler.history.tables.dialects import Dialect
    from ftcrawler.history.tables.table_columns import Column

SOURCES: Final = "fichiers"
LAST_EVENTS: Final = f"{SOURCES}.derniers"
ORDER: Final = "ordre"
_EPOCH: Final = "DATE '1970-01-01'"
# Of a run's name; runs sort by it.
_STAMP: Final = len("20261123_211500")


def over(query: str, relations: Mapping[str, str]) -> str:
    """Return *query* over other relations than those of SOURCES, each by its name there.

    >>> over("SELECT id FROM fichiers.evenements", {"evenements": "ailleurs.faits"})
    'SELECT id FROM ailleurs.faits'
    """
    return re.sub(rf"\b{SOURCES}\.(\w+)", lambda found: relations[found[1]], query)


def last_events(dialect: Dialect) -> str:
    """Return what LAST_EVENTS is: the last event of each offer, and what sums up all of them."""
    opened = dialect.days_between(_EPOCH, "jour")
    closed = dialect.days_between(_EPOCH, dialect.paris_day_of("absente_le"))
    return f"""
WITH bilans AS (
    SELECT
        id,
        MAX({ORDER}) AS {ORDER},
        MIN(CASE WHEN evenement = '{Kind.OPENED}' THEN a END) AS ouverte_le,
        COUNT(CASE WHEN evenement = '{Kind.CHANGED}' THEN 1 END) AS fois_modifiee,
        COUNT(CASE WHEN evenement = '{Kind.REOPENED}' THEN 1 END) AS fois_rouverte,
        SUM(
            CASE
                WHEN evenement = '{Kind.CLOSED}' THEN {closed}
                WHEN evenement IN ('{Kind.OPENED}', '{Kind.REOPENED}') THEN -{opened}
            END
        ) AS jours
    FROM {SOURCES}.evenements
    GROUP BY id
)
SELECT
    e.*, b.ouverte_le, b.fois_modifiee, b.fois_rouverte, b.jours
FROM {SOURCES}.evenements AS e
JOIN bilans AS b ON b.id = e.id AND b.{ORDER} = e.{ORDER}
"""


def queries(dialect: Dialect) -> Mapping[str, str]:
    """Return the query of each table, by its name, in the order of TABLES."""
    made = {
        "evenements": f"SELECT {_names(EVENTS.columns)} FROM {SOURCES}.evenements",
        "versions": _versions(dialect),
        "offres": _offers(dialect),
        "offres_ouvertes": _OPEN_OFFERS,
        "trouvees_par": _found_by(dialect),
        "collectes": f"SELECT {_names(RUNS.columns)} FROM {SOURCES}.collectes",
    }
    for table in TABLES:
        if field := ENTRIES.get(table.name):
            parts = table.columns[1:]
            made[table.name] = _entries(dialect, LAST_EVENTS, field, [each.name for each in parts])
    for table in CODES:
        made[table.name] = f"SELECT {_names(table.columns)} FROM {SOURCES}.{table.name}"
    return {table.name: made[table.name] for table in TABLES}


def _names(columns: Iterable[Column], of: str = "") -> str:
    return ", ".join(of + each.name for each in columns)


def _versions(dialect: Dialect) -> str:
    """Return the states: from each event to the next, of one day only the last.

    The day of a closing is that of its absence. It ends the state before it, however late it was
    found out, and none that came after.
    """
    gone = dialect.paris_day_of("absente_le")
    return f"""
WITH debuts AS (
    SELECT
        id, {ORDER}, evenement,
        CASE WHEN evenement = '{Kind.CLOSED}' THEN {gone} ELSE jour END AS du
    FROM {SOURCES}.evenements
),
bornes AS (
    SELECT
        id, {ORDER}, evenement, du,
        LEAD(du) OVER (PARTITION BY id ORDER BY {ORDER}) AS au
    FROM debuts
)
SELECT e.id, b.du, b.au, {_names(KEPT, "e.")}
FROM {SOURCES}.evenements AS e
JOIN bornes AS b ON b.id = e.id AND b.{ORDER} = e.{ORDER}
WHERE b.evenement <> '{Kind.CLOSED}' AND (b.au IS NULL OR b.du < b.au)
"""


def _offers(dialect: Dialect) -> str:
    """Return the offers. Where `etat` is not to be had, what it says of open ones is null."""
    still = dialect.days_between(_EPOCH, dialect.paris_day_of("s.vue_le"))
    return f"""
SELECT
    d.id, {_names(KEPT, "d.")},
    d.ouverte_le,
    CASE WHEN d.evenement = '{Kind.CLOSED}' THEN d.vue_le ELSE s.vue_le END AS vue_le,
    CASE WHEN d.evenement = '{Kind.CLOSED}' THEN d.absente_le END AS fermee_le,
    CAST(
        d.jours + CASE WHEN d.evenement = '{Kind.CLOSED}' THEN 0 ELSE {still} END AS BIGINT
    ) AS jours_ouverte,
    d.fois_modifiee,
    d.fois_rouverte
FROM {LAST_EVENTS} AS d
LEFT JOIN {SOURCES}.etat AS s ON s.id = d.id
"""


_OPEN_OFFERS: Final = f"""
SELECT {_names(WHOLE, "o.")}, {_names(MADE, "s.")}, s.vue_le, t.absente_le
FROM {SOURCES}.offres AS o
JOIN {SOURCES}.etat AS s ON s.id = o.id
LEFT JOIN (
    SELECT id, MIN(absente_le) AS absente_le
    FROM {SOURCES}.tenues
    WHERE absente_le IS NOT NULL
    GROUP BY id
) AS t ON t.id = o.id
"""


def _entries(dialect: Dialect, relation: str, field: str, parts: Iterable[str]) -> str:
    named = ", ".join(f"{dialect.part_of_entry(part)} AS {part}" for part in parts)
    return f"""
SELECT id, {named}
FROM (SELECT id, {dialect.entries_of(field)} AS element FROM {relation}) AS listes
"""


def _found_by(dialect: Dialect) -> str:
    columns = [each.name for each in FOUND_BY.columns]
    names = ", ".join(columns)
    events = _entries(dialect, f"{SOURCES}.evenements", "trouvee_par", columns[1:])
    return f"""
WITH trouvees AS (
    {events}
    UNION ALL
    SELECT {names} FROM {SOURCES}.tenues
),
rangees AS (
    SELECT
        {names},
        ROW_NUMBER() OVER (
            PARTITION BY id, etiquette
            ORDER BY
                SUBSTR(collecte, LENGTH(collecte) - {_STAMP - 1}), collecte, COALESCE(secteur, '')
        ) AS rang
    FROM trouvees
)
SELECT {names} FROM rangees WHERE rang = 1
"""
