"""Whether tables and views are still those that a load makes: others may have changed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ftcrawler.exceptions import DatabaseError
from ftcrawler.exports.stored_tables import STORED, VIEWS, view_query
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from psycopg import Cursor

_COLUMNS: Final = """
SELECT c.relname, a.attname
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname = %s
"""
# Of two views that ask the same it tells the same, whatever the server's version.
_AS_OURS: Final = """
SELECT pg_get_viewdef('pg_temp.voulue'::regclass) = pg_get_viewdef(to_regclass(%s))
"""


def check_shape(cursor: Cursor[Any], schema: str, quoted: str) -> None:
    """Raise DatabaseError if a column or a view is not there, or is another one."""
    cursor.execute(_COLUMNS, (schema,))
    found = set(cursor)
    for table in (*(each.table for each in STORED), *VIEWS):
        for column in table.columns:
            if (table.name, column.name) not in found:
                raise another_shape(schema, f"{table.name}.{column.name} manque")
    for view in VIEWS:
        cursor.execute(f"CREATE TEMP VIEW voulue AS {view_query(view, quoted)}")
        cursor.execute(_AS_OURS, (f"{quoted}.{view.name}",))
        if cursor.fetchone() != (True,):
            raise another_shape(schema, f"la vue {view.name} est une autre")
        cursor.execute("DROP VIEW pg_temp.voulue")


def another_shape(schema: str, said: str) -> DatabaseError:
    """Return what is said of a schema that is not as a load left it."""
    return DatabaseError(
        f"Le schéma « {one_line(schema)} » n'est pas tel que « scrapy load » l'a laissé, ou "
        f"n'est pas de lui : {said}. Choisissez un autre schéma (--schema). Sinon : "
        f"{made_anew(schema)}"
    )


def made_anew(schema: str) -> str:
    """Return how to have the tables made anew."""
    quoted = one_line(schema).replace('"', '""')
    return (
        f'Supprimez-le, avec tout ce qui s\'y trouve (DROP SCHEMA "{quoted}" CASCADE), puis '
        "relancez « scrapy load » : ses tables sont refaites de l'historique. Les droits et les "
        "vues que vous y avez ajoutés sont à redonner."
    )
