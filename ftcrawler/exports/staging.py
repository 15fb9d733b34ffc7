"""What a load brings to the database: new events, and what is open now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.exports.csv_copy import copy_rows
from ftcrawler.exports.own_tables import ABSENCES, ORDERED_EVENTS, SEEN_APART, WHOLE_OFFERS
from ftcrawler.exports.schema_ddl import typed
from ftcrawler.exports.stored_tables import SMALL
from ftcrawler.history.tables.table_columns import ID, MADE, WHOLE, Column
from ftcrawler.history.tables.table_queries import ORDER, SOURCES
from ftcrawler.history.tables.tables import FOUND_BY

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb
    from psycopg import Cursor

    from ftcrawler.history.tables.tables import Table

_STOCK: Final = FOUND_BY.columns
# Of equally many the latest.
_LAST_SEEN: Final = f"""
SELECT vue_le FROM {SOURCES}.etat GROUP BY vue_le ORDER BY count(*) DESC, vue_le DESC LIMIT 1
"""
_ABSENT: Final = f"""
SELECT id, min(absente_le) AS absente_le FROM {SOURCES}.tenues
WHERE absente_le IS NOT NULL GROUP BY id
"""


@dataclass(frozen=True)
class Stage:
    """A transaction, and the DuckDB that has the files; the name of `schema` is quoted.

    `engine` has no other events than those that are to be loaded, the first of which is in the
    file of number `first`. At a first load the tables are new, and empty.
    """

    cursor: Cursor[Any]
    engine: duckdb.DuckDBPyConnection
    schema: str
    first: int
    new: bool

    def events(self) -> int:
        """Add the events; return how many."""
        names = ", ".join(each.name for each in ORDERED_EVENTS.columns if each.name != ORDER)
        query = f"SELECT {names}, {ORDER} + {self.first} AS {ORDER} FROM {SOURCES}.evenements"
        return self._stored(ORDERED_EVENTS, query)

    def touched(self) -> None:
        """Note the offers to which something happened."""
        self.engine.sql(f"CREATE TABLE touchees AS SELECT DISTINCT id FROM {SOURCES}.evenements")
        self._temporary("touchees", (ID,), "SELECT id FROM touchees")

    def whole_offers(self) -> None:
        """Have the rows of open offers be as they are now, those of closed ones be gone."""
        whole = ", ".join(f"o.{each.name}" for each in WHOLE)
        made = ", ".join(f"s.{each.name}" for each in MADE)
        some = "" if self.new else "WHERE o.id IN (SELECT id FROM touchees)"
        if not self.new:
            self.cursor.execute(
                f"DELETE FROM {self.schema}.{WHOLE_OFFERS.name} "
                "WHERE id IN (SELECT id FROM pg_temp.touchees)"
            )
        query = (
            f"SELECT {whole}, {made} FROM {SOURCES}.offres AS o "
            f"JOIN {SOURCES}.etat AS s ON s.id = o.id {some}"
        )
        self._stored(WHOLE_OFFERS, query)

    def stock(self) -> None:
        """Note which searches found what is open."""
        names = ", ".join(each.name for each in _STOCK)
        self._temporary("tenues", _STOCK, f"SELECT {names} FROM {SOURCES}.tenues")

    def last_seen(self) -> datetime | None:
        """Return when most open offers were last seen, and keep it of the others."""
        rows = self.engine.sql(_LAST_SEEN).fetchall()
        most: datetime | None = rows[0][0] if rows else None
        apart = f"SELECT id, vue_le FROM {SOURCES}.etat WHERE vue_le NOT IN ({_LAST_SEEN})"
        self.same(SEEN_APART, "id", apart)
        return most

    def absences(self) -> None:
        """Keep which open offers complete readings lack, and since when."""
        self.same(ABSENCES, "id", _ABSENT)

    def small(self) -> None:
        """Have the runs and the reference lists be as they are now."""
        for each in SMALL:
            (key,) = each.key
            query = f"SELECT * FROM {each.name}"
            self.same(each.table, key, query)

    def same(self, table: Table, key: str, query: str) -> None:
        """Have a table hold what *query* gives, touching no row that is the same."""
        if self.new:
            self._stored(table, query)
            return
        staged = f"nouvelles_{table.name}"
        self._temporary(staged, table.columns, query)
        there, names = f"{self.schema}.{table.name}", [each.name for each in table.columns]
        others = [name for name in names if name != key]
        self.cursor.execute(
            f"DELETE FROM {there} AS t WHERE NOT EXISTS "
            f"(SELECT FROM pg_temp.{staged} AS n WHERE n.{key} = t.{key})"
        )
        self.cursor.execute(
            f"INSERT INTO {there} AS t ({', '.join(names)}) "
            f"SELECT {', '.join(names)} FROM pg_temp.{staged} "
            f"ON CONFLICT ({key}) DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in others)
            + f" WHERE ({', '.join('t.' + name for name in others)}) IS DISTINCT FROM "
            f"({', '.join('excluded.' + name for name in others)})"
        )

    def _stored(self, table: Table, query: str) -> int:
        place = f"{self.schema}.{table.name}"
        return copy_rows(self.cursor, self.engine, query, place, table.columns, frozen=self.new)

    def _temporary(self, name: str, columns: tuple[Column, ...], query: str) -> None:
        self.cursor.execute(f"CREATE TEMP TABLE {name} ({typed(columns)}) ON COMMIT DROP")
        copy_rows(self.cursor, self.engine, query, f"pg_temp.{name}", columns)
        self.cursor.execute(f"ANALYZE pg_temp.{name}")
