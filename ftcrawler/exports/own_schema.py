"""The schema that tables are brought to: which names it may have, and making it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ftcrawler.exceptions import ArgumentError
from ftcrawler.exports.schema_ddl import schema_comment
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from psycopg import Cursor

_LONGEST: Final = 63  # bytes of a name in PostgreSQL
_PREFIX, _STANDARD = "pg_", "information_schema"  # the server's own


def check_name(schema: str) -> None:
    """Raise ArgumentError for a name that no schema can have."""
    size = len(schema.encode(errors="replace"))
    unreadable = schema.encode(errors="ignore").decode() != schema or "\0" in schema
    own = schema.startswith(_PREFIX) or schema == _STANDARD
    if not 0 < size <= _LONGEST or unreadable or own:
        raise ArgumentError(
            f"--schema : un nom d'un à {_LONGEST} octets, en UTF-8, est attendu, qui ne commence "
            f"pas par « {_PREFIX} » et n'est pas « {_STANDARD} » ; reçu : « {one_line(schema)} »."
        )


def have_schema(cursor: Cursor[Any], schema: str, quoted: str) -> None:
    """Make the schema if it is not there; say what it is if it is ours to say.

    Whoever is given a schema need not have the right to make one.
    """
    cursor.execute(
        "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = %s", (schema,)
    )
    ours = cursor.fetchone()
    if ours is None:
        cursor.execute(f"CREATE SCHEMA {quoted}")
    if ours != (False,):
        cursor.execute(schema_comment(quoted))
