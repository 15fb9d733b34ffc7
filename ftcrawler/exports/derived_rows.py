"""The rows that are made of events, by the tables' own queries: all of them, or some offers'.

At a first load they are made of all events. Later only those of the offers that something
happened to are taken away and made anew, of all events of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ftcrawler.exports.own_tables import LAST, ORDERED_EVENTS
from ftcrawler.exports.stored_tables import BY_OFFER, relations
from ftcrawler.history.tables.dialects import POSTGRESQL
from ftcrawler.history.tables.table_queries import last_events, over, queries
from ftcrawler.history.tables.tables import FOUND_BY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Cursor

    from ftcrawler.history.tables.tables import Table

# Temporary tables: offers to which something happened, those and the ones that another search
# found, and what the open offers were found by (staging.py).
IDS: Final = "pg_temp.touchees"
FOUND_IDS: Final = "pg_temp.retrouvees"
STOCK: Final = "pg_temp.tenues"


def make_all(cursor: Cursor[Any], schema: str) -> None:
    """Fill the empty tables of events; the name of *schema* is quoted."""
    sources = {**relations(schema), "tenues": STOCK}
    _insert(cursor, schema, LAST, sources)
    for each in (*(each.table for each in BY_OFFER), FOUND_BY):
        _insert(cursor, schema, each, sources)


def make_anew(cursor: Cursor[Any], schema: str) -> None:
    """Replace the rows of the offers of IDS, and of FOUND_IDS who found them."""
    there = relations(schema)
    cursor.execute(
        f"CREATE TEMP TABLE evenements_touches ON COMMIT DROP AS SELECT e.* "
        f"FROM {there['evenements']} AS e WHERE e.id IN (SELECT id FROM {IDS})"
    )
    cursor.execute("ANALYZE pg_temp.evenements_touches (id, ordre)")
    cursor.execute(
        f"CREATE TEMP VIEW derniers_touches AS SELECT d.* FROM {there['derniers']} AS d "
        f"WHERE d.id IN (SELECT id FROM {IDS})"
    )
    sources = {
        **there,
        "evenements": "pg_temp.evenements_touches",
        "derniers": "pg_temp.derniers_touches",
    }
    # Updated in their place: what refers to them need not be looked at.
    _insert(cursor, schema, LAST, sources, updating("id", LAST))
    for each in BY_OFFER:
        _delete(cursor, schema, each.table, IDS)
        _insert(cursor, schema, each.table, sources)
    cursor.execute("DROP VIEW pg_temp.derniers_touches")
    _find_anew(cursor, schema)


def _find_anew(cursor: Cursor[Any], schema: str) -> None:
    found = f"{schema}.{FOUND_BY.name}"
    cursor.execute(f"CREATE TEMP TABLE retrouvees ON COMMIT DROP AS SELECT id FROM {IDS}")
    cursor.execute(
        f"INSERT INTO {FOUND_IDS} SELECT DISTINCT t.id FROM {STOCK} AS t "
        f"LEFT JOIN {found} AS p ON p.id = t.id AND p.etiquette = t.etiquette "
        "WHERE (p.id IS NULL OR p.collecte = t.collecte AND p.secteur IS DISTINCT FROM t.secteur) "
        f"AND t.id NOT IN (SELECT id FROM {IDS})"
    )
    cursor.execute(f"ANALYZE {FOUND_IDS}")
    some = f"WHERE id IN (SELECT id FROM {FOUND_IDS})"
    events = f"{schema}.{ORDERED_EVENTS.name}"
    cursor.execute(f"CREATE TEMP VIEW trouvailles AS SELECT id, trouvee_par FROM {events} {some}")
    cursor.execute(f"CREATE TEMP VIEW tenues_retrouvees AS SELECT * FROM {STOCK} {some}")
    _delete(cursor, schema, FOUND_BY, FOUND_IDS)
    sources = {"evenements": "pg_temp.trouvailles", "tenues": "pg_temp.tenues_retrouvees"}
    _insert(cursor, schema, FOUND_BY, sources)
    cursor.execute("DROP VIEW pg_temp.trouvailles, pg_temp.tenues_retrouvees")


def updating(key: str, table: Table) -> str:
    """Return what an INSERT does with a row of a *key* that is there."""
    others = [column.name for column in table.columns if column.name != key]
    values = ", ".join(f"{name} = excluded.{name}" for name in others)
    return f"ON CONFLICT ({key}) DO UPDATE SET {values}"


def _delete(cursor: Cursor[Any], schema: str, table: Table, ids: str) -> None:
    cursor.execute(f"DELETE FROM {schema}.{table.name} WHERE id IN (SELECT id FROM {ids})")


def _insert(
    cursor: Cursor[Any], schema: str, table: Table, sources: Mapping[str, str], otherwise: str = ""
) -> None:
    query = last_events(POSTGRESQL) if table is LAST else queries(POSTGRESQL)[table.name]
    names = ", ".join(column.name for column in table.columns)
    cursor.execute(
        f"INSERT INTO {schema}.{table.name} ({names}) "
        f"SELECT {names} FROM ({over(query, sources)}) AS lignes {otherwise}"
    )
