"""The statements that make a schema: its tables and, once they are filled, what is upon them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from psycopg.sql import Literal

from ftcrawler.exports.stored_tables import STORED, TYPES, VIEWS, Stored, view_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ftcrawler.history.tables.table_columns import Column
    from ftcrawler.history.tables.tables import Table

_OF_THE_SCHEMA: Final = (
    "Les offres d'emploi de France Travail, par ftcrawler. Ces tables sont refaites par "
    "« scrapy load » : ce que d'autres y écrivent peut disparaître."
)


def creation(schema: str) -> Iterator[str]:
    """Yield what makes the tables, bare; the name of *schema* is quoted."""
    for each in STORED:
        yield f"CREATE TABLE {schema}.{each.name} ({typed(each.table.columns)})"


def completion(schema: str) -> Iterator[str]:
    """Yield what gives tables that are filled their keys, and what else is upon them."""
    for each in STORED:
        if each.key:
            yield f"ALTER TABLE {schema}.{each.name} ADD PRIMARY KEY ({', '.join(each.key)})"
    keys = {each.name: each.key for each in STORED}
    for each in STORED:
        for index in each.indexes:
            yield f"CREATE INDEX ON {schema}.{each.name} {index}"
        for column, table in each.refers:
            # Checked at the end of a load, whichever table it changes first.
            yield (
                f"ALTER TABLE {schema}.{each.name} ADD FOREIGN KEY ({column}) "
                f"REFERENCES {schema}.{table.name} ({', '.join(keys[table.name])}) "
                "DEFERRABLE INITIALLY DEFERRED"
            )
    for view in VIEWS:
        yield f"CREATE VIEW {schema}.{view.name} AS {view_query(view, schema)}"


def analysis(schema: str) -> Iterator[str]:
    """Yield what tells the planner of what is indexed; autovacuum tells it of the rest."""
    for each in STORED:
        columns = ", ".join((*each.key, *each.analysed))
        yield f"ANALYZE {schema}.{each.name}" + (f" ({columns})" if columns else "")


def schema_comment(schema: str) -> str:
    """Return what says of a schema what it is, in French."""
    return f"COMMENT ON SCHEMA {schema} IS {_literal(_OF_THE_SCHEMA)}"


def comments(schema: str) -> Iterator[str]:
    """Yield what says of all relations and columns what they are, in French."""
    for kind, tables in (("TABLE", [each.table for each in STORED]), ("VIEW", VIEWS)):
        for table in tables:
            yield f"COMMENT ON {kind} {schema}.{table.name} IS {_literal(table.row)}"
            yield from _of_columns(schema, table)


def version() -> str:
    """Return a short name of the form of all this: another one when a column or a query changes.

    What comments say does not count.
    """
    statements = "\n".join((*creation(""), *completion("")))
    return hashlib.sha256(statements.encode()).hexdigest()[:12]


def typed(columns: Sequence[Column]) -> str:
    """Return columns with their types, as CREATE TABLE takes them."""
    return ", ".join(f"{each.name} {TYPES[each.type]}" for each in columns)


def needed(stored: Stored) -> str:
    """Return the columns of a stored table, by name."""
    return ", ".join(each.name for each in stored.table.columns)


def _of_columns(schema: str, table: Table) -> Iterator[str]:
    for column in table.columns:
        place = f"{schema}.{table.name}.{column.name}"
        yield f"COMMENT ON COLUMN {place} IS {_literal(column.meaning)}"


def _literal(text: str) -> str:
    return Literal(text).as_string()
