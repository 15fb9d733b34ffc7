"""What a schema holds already, beside what the history says: the rest is to be loaded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ftcrawler.exceptions import DatabaseError
from ftcrawler.exports.own_tables import HISTORY, LOADS
from ftcrawler.exports.schema_ddl import version
from ftcrawler.exports.schema_shape import check_shape, made_anew
from ftcrawler.history.tables.tables import RUNS
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Cursor

    from ftcrawler.history.files.manifest import Manifest, NamedFile


@dataclass(frozen=True, slots=True)
class Applied:
    """What is there: `files` are paths and checksums, in their order.

    `opened` is the digest of the files of open offers.
    """

    source: str
    opened: str
    files: Sequence[tuple[str, str]]
    runs: frozenset[str]


def read_applied(cursor: Cursor[Any], schema: str, quoted: str) -> Applied | None:
    """Return what a schema holds, None if it is none of ours yet; *quoted* is its name in SQL.

    Raises DatabaseError if another version of ftcrawler made it, or somebody has changed it.
    """
    cursor.execute("SELECT to_regclass(%s)", (f"{quoted}.{HISTORY.name}",))
    if cursor.fetchone() == (None,):
        return None
    cursor.execute(f"SELECT version, source, ouvertes FROM {quoted}.{HISTORY.name}")
    found, source, opened = cursor.fetchone() or ("", "", "")
    if found != version():
        raise DatabaseError(
            f"Le schéma « {one_line(schema)} » vient d'une autre version de ftcrawler, dont les "
            f"tables sont différentes. {made_anew(schema)}"
        )
    check_shape(cursor, schema, quoted)
    cursor.execute(f"SELECT fichier, sha256 FROM {quoted}.{LOADS.name} ORDER BY ordre")
    files = cursor.fetchall()
    cursor.execute(f"SELECT collecte FROM {quoted}.{RUNS.name}")
    return Applied(source, opened, files, frozenset(run for (run,) in cursor))


def digest_of(files: Sequence[NamedFile]) -> str:
    """Return what tells the files of open offers of one update from those of another."""
    return " ".join(sorted(file.sha256 for file in files))


def check_history(applied: Applied, manifest: Manifest, schema: str) -> None:
    """Raise DatabaseError unless the history goes on where the schema stops."""
    if applied.source != manifest.source:
        raise DatabaseError(
            f"Le schéma « {one_line(schema)} » contient les offres de {applied.source}, et "
            f"l'historique celles de {manifest.source}. Choisissez-en un autre : --schema."
        )
    there = [(file.key, file.sha256) for file in manifest.events]
    unknown = [key for (key, _), other in _beside(applied.files, there) if other is None]
    changed = [
        key
        for (key, sha256), other in _beside(applied.files, there)
        if other is not None and (key, sha256) != other
    ]
    runs = applied.runs - {each.run for each in manifest.runs if not each.refused}
    for name in (*changed, *unknown, *sorted(runs)):
        raise DatabaseError(
            f"Le schéma « {one_line(schema)} » contient {name}, que l'historique n'a pas, ou plus "
            "ainsi : c'est celui d'un autre dossier, ou il a été refait. Chargez l'historique "
            f"d'où il vient, ou choisissez un autre schéma (--schema). Sinon : {made_anew(schema)}"
        )


def not_applied(applied: Applied | None, manifest: Manifest) -> Manifest:
    """Return the manifest with those files of events alone that are not loaded."""
    known = len(applied.files) if applied else 0
    left = set(manifest.events[known:])
    runs = tuple(
        replace(run, files=tuple(file for file in run.files if file in left))
        for run in manifest.runs
    )
    return replace(manifest, runs=runs)


def _beside(
    files: Sequence[tuple[str, str]], there: Sequence[tuple[str, str]]
) -> Sequence[tuple[tuple[str, str], tuple[str, str] | None]]:
    padded = [*there, *[None] * (len(files) - len(there))]
    return list(zip(files, padded, strict=False))
