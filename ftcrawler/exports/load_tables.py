"""Bring the tables of a history to a PostgreSQL, in one transaction: all of it, or what is new."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import duckdb
import psycopg
from psycopg.sql import Identifier

from ftcrawler.exceptions import DatabaseError, HistoryError
from ftcrawler.exports.applied_files import (
    check_history,
    digest_of,
    not_applied,
    read_applied,
)
from ftcrawler.exports.database_address import connection_words
from ftcrawler.exports.database_errors import connecting, loading
from ftcrawler.exports.derived_rows import make_all, make_anew
from ftcrawler.exports.load_lock import hold_lock
from ftcrawler.exports.own_schema import check_name, have_schema
from ftcrawler.exports.own_tables import HISTORY, LOADS
from ftcrawler.exports.schema_ddl import analysis, comments, completion, creation, version
from ftcrawler.exports.staging import Stage
from ftcrawler.history.files.damage import damage_told
from ftcrawler.history.files.manifest import needed_manifest
from ftcrawler.history.files.open_files import OFFERS_FILE, check_file
from ftcrawler.history.tables.connect import connected
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from psycopg import Cursor

    from ftcrawler.history.files.manifest import Manifest, NamedFile
    from ftcrawler.runs.layout import DataLayout

SCHEMA: Final = "ftcrawler"
OLDEST: Final = 15
_VERSIONS: Final = 10_000  # of a server's number, its major version
# Ours for the transaction: no limit of the role's ends a load, no name is looked up anywhere, and
# lists keep their nulls.
_SESSION: Final = """
SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL search_path = pg_catalog; SET LOCAL array_nulls = on;
SET LOCAL client_min_messages = warning;
SET LOCAL work_mem = '128MB'; SET LOCAL maintenance_work_mem = '512MB';
"""
# Long texts, where the server knows how: they take a third of the time.
_COMPRESSION: Final = """
SELECT set_config(name, 'lz4', true) FROM pg_settings
WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought: the events of how many files, and how many offers are open now."""

    files: int
    events: int
    open_offers: int


def load_tables(
    layout: DataLayout, address: str, schema: str = SCHEMA, *, tell: Callable[[str], object]
) -> Loaded:
    """Have *schema* of a database hold the tables of the history; *tell* says what is waited for.

    Raises ConfigurationError for an address that leads nowhere, DatabaseError for what the
    database refuses, HistoryError. Whatever is raised leaves the database as it was.
    """
    check_name(schema)
    manifest = needed_manifest(layout)
    words = connection_words(address)
    with connecting():
        connection = psycopg.connect(autocommit=True, prepare_threshold=None, **words)
    with loading(schema), closing(connection):
        info = connection.info
        check_server(info.server_version, info.parameter_status("server_encoding"))
        # After a wait for another load its rows must be seen.
        connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        while True:
            try:
                with connection.transaction(), connection.cursor() as cursor:
                    cursor.execute(_SESSION)
                    cursor.execute(_COMPRESSION)
                    hold_lock(cursor, schema, tell)
                    manifest = needed_manifest(layout)
                    return _Load(layout, manifest, cursor, schema).run()
            except (HistoryError, duckdb.Error) as error:
                # An update has taken away the files of open offers: it has left others.
                if needed_manifest(layout) != manifest:
                    continue
                if isinstance(error, HistoryError):
                    raise
                said = one_line(str(error))
                raise HistoryError(f"Historique illisible : {layout.root} ({said}).") from error


def check_server(version_number: int, encoding: str | None) -> None:
    """Raise DatabaseError for a server that is too old, or a database of another encoding."""
    number = version_number // _VERSIONS
    if number < OLDEST:
        raise DatabaseError(
            f"PostgreSQL {number} est trop ancien : il faut la version {OLDEST} ou une plus "
            "récente. Mettez le serveur à jour, ou choisissez-en un autre."
        )
    if encoding != "UTF8":
        raise DatabaseError(
            f"La base est en {encoding}, et les offres en UTF-8. Créez-en une autre : "
            "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
        )


class _Load:
    def __init__(
        self, layout: DataLayout, manifest: Manifest, cursor: Cursor[Any], schema: str
    ) -> None:
        self._layout = layout
        self._manifest = manifest
        self._cursor = cursor
        self._schema = schema
        self._quoted = Identifier(schema).as_string()

    def run(self) -> Loaded:
        applied = read_applied(self._cursor, self._schema, self._quoted)
        if applied:
            check_history(applied, self._manifest, self._schema)
        first = len(applied.files) if applied else 0
        files = self._manifest.events[first:]
        opened = digest_of(self._manifest.open)
        changed = not applied or bool(files) or applied.opened != opened
        for file in (*files, *self._manifest.open) if changed else ():
            check_file(self._layout, self._manifest, file)
        rest = not_applied(applied, self._manifest)
        with (
            damage_told(self._layout, rest, (*rest.events, *rest.open)),
            closing(connected(self._layout, rest)) as engine,
        ):
            stage = Stage(self._cursor, engine, self._quoted, first, applied is None)
            events = self._bring(stage, files, opened) if changed else 0
            if not changed:
                stage.small()
        there = self._manifest.open_file(OFFERS_FILE)
        return Loaded(len(files), events, there.rows if there else 0)

    def _bring(self, stage: Stage, files: Sequence[NamedFile], opened: str) -> int:
        if stage.new:
            have_schema(self._cursor, self._schema, self._quoted)
            self._cursor.execute("; ".join(creation(self._quoted)))
        stage.small()
        events = stage.events()
        stage.stock()
        if stage.new:
            stage.whole_offers()
            make_all(self._cursor, self._quoted)
        else:
            stage.touched()
            stage.whole_offers()
            make_anew(self._cursor, self._quoted)
        stage.absences()
        self._note(files, (version(), self._manifest.source, stage.last_seen(), opened))
        if stage.new:
            for statement in completion(self._quoted):
                self._cursor.execute(statement)
            self._cursor.execute("; ".join(comments(self._quoted)))
            for statement in analysis(self._quoted):
                self._cursor.execute(statement)
        return events

    def _note(self, files: Sequence[NamedFile], history: tuple[object, ...]) -> None:
        """Keep what is loaded now."""
        runs = {file.key: run.run for run in self._manifest.runs for file in run.files}
        first = len(self._manifest.events) - len(files)
        rows = [
            (first + place, file.key, runs[file.key], file.rows, file.sha256)
            for place, file in enumerate(files)
        ]
        schema = self._quoted.replace("%", "%%")  # which begins a parameter
        self._cursor.executemany(
            f"INSERT INTO {schema}.{LOADS.name} VALUES (%s, %s, %s, %s, %s, now())", rows
        )
        self._cursor.execute(f"DELETE FROM {self._quoted}.{HISTORY.name}")
        self._cursor.execute(
            f"INSERT INTO {schema}.{HISTORY.name} VALUES (%s, %s, %s, %s)", history
        )
