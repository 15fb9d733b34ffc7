"""What a load meets at a real server: what it says, and that the database is as before."""

from __future__ import annotations

import psycopg
import pytest

from ftcrawler.exceptions import ConfigurationError, DatabaseError, HistoryError
from ftcrawler.exports.load_tables import check_server
from tests.history.made_runs import SOURCE, History, offers
from tests.postgres_server import PASSWORD

from .both_engines import differences, in_postgres
from .loading import execute, load, refused, two_nights

FAULT = """
CREATE FUNCTION fault() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN {what}; END $$;
CREATE EVENT TRIGGER fault ON ddl_command_start WHEN TAG IN ('CREATE INDEX')
EXECUTE FUNCTION fault();
"""


def schemas(url):
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname = 'ftcrawler'")
        return [name for (name,) in found]


@pytest.fixture
def nights(history):
    two_nights(history)
    return history


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (PASSWORD, "s0mething-else", "PostgreSQL refuse l'utilisateur ou son mot de passe"),
        ("//postgres:", "//nobody:", "PostgreSQL refuse l'utilisateur ou son mot de passe"),
        ("/essai_", "/absente_", "Cette base n'existe pas"),
    ],
)
def test_whom_a_server_does_not_let_in(nights, database, old, new, told):
    said = refused(ConfigurationError, nights, database.replace(old, new))
    assert told in said
    assert "s0mething-else" not in said


@pytest.mark.parametrize("place", ["127.0.0.1:1", "nulle-part.invalid:5432"])
def test_no_server(nights, place):
    said = refused(DatabaseError, nights, f"postgresql://moi:{PASSWORD}@{place}/offres")
    assert "Aucun serveur PostgreSQL ne répond" in said


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("sslmode=require", "ne peut être chiffrée comme demandé"),
        ("channel_binding=require", "ne peut être chiffrée comme demandé"),
        ("sslmode=peut-être", "Une option de l'adresse de la base est fausse"),
        ("connect_timeout=vite", "Une option de l'adresse de la base est fausse"),
        ("service=absent", "Une option de l'adresse de la base est fausse"),
    ],
)
def test_options_that_the_server_is_not_to_blame_for(nights, database, option, told):
    assert told in refused(ConfigurationError, nights, f"{database}?{option}")


def test_without_a_history(history, database):
    assert "Aucun historique" in refused(HistoryError, history, database)


def test_rights(loaded, postgres_server, database):
    name = database.rpartition("/")[2]
    postgres_server.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'for-tests-only'")
    own = postgres_server.url(name, user=name, password="for-tests-only")
    assert "GRANT CREATE, TEMPORARY ON" in refused(DatabaseError, loaded, own, "autre")
    assert "Droits insuffisants" in refused(DatabaseError, loaded, own)
    postgres_server.execute(f"GRANT CREATE ON DATABASE {name} TO {name}")
    load(loaded, own, "autre")
    postgres_server.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")
    assert "TEMPORARY ON DATABASE" in refused(DatabaseError, loaded, own, "autre")
    execute(database, f"ALTER ROLE {name} SET default_transaction_read_only = on")
    assert "Droits insuffisants" in refused(DatabaseError, loaded, own, "encore")


def test_limits_of_a_role_do_not_end_a_load(nights, postgres_server, database):
    name = database.rpartition("/")[2]
    postgres_server.execute(f"CREATE ROLE {name} LOGIN SUPERUSER PASSWORD 'for-tests-only'")
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        postgres_server.execute(f"ALTER ROLE {name} SET {limit} = '10ms'")
    postgres_server.execute(f"ALTER ROLE {name} SET standard_conforming_strings = off")
    postgres_server.execute(f"ALTER ROLE {name} SET datestyle = 'SQL, DMY'")
    postgres_server.execute(f"ALTER ROLE {name} SET array_nulls = off")
    load(nights, postgres_server.url(name, user=name, password="for-tests-only"))
    assert differences(database, nights.root) == {}


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'", "n'a plus de place"),
        ("RAISE EXCEPTION 'too large' USING ERRCODE = '53400'", "n'a plus de place"),
        ("PERFORM pg_terminate_backend(pg_backend_pid())", "La connexion à PostgreSQL est perdue"),
        ("PERFORM pg_cancel_backend(pg_backend_pid())", "a été interrompu par le serveur"),
        ("RAISE EXCEPTION 'no' USING ERRCODE = 'P0001'", "PostgreSQL refuse ce chargement : no"),
    ],
)
def test_in_the_middle(nights, database, what, told):
    execute(database, FAULT.format(what=what))
    assert told in refused(DatabaseError, nights, database)
    assert schemas(database) == []
    execute(database, "DROP EVENT TRIGGER fault")
    load(nights, database)


def test_who_holds_a_table_is_not_waited_for_for_ever(loaded, database, monkeypatch):
    monkeypatch.setattr("ftcrawler.exports.load_lock.PATIENCE", "50ms")
    with psycopg.connect(database) as other:
        other.execute("SELECT * FROM ftcrawler.offres_entieres")
        load(loaded, database)  # who only reads is in nobody's way
        other.execute("LOCK TABLE ftcrawler.absences IN EXCLUSIVE MODE")
        execute(database, "UPDATE ftcrawler.historique SET ouvertes = 'x'")
        said = refused(DatabaseError, loaded, database)
    assert "Une autre session tient des lignes ou des tables du schéma « ftcrawler »" in said


def test_another_encoding(nights, postgres_server):
    name = postgres_server.new_database("ENCODING 'LATIN1' TEMPLATE template0")
    said = refused(DatabaseError, nights, postgres_server.url(name))
    assert "La base est en LATIN1" in said


def test_a_server_that_is_too_old():
    with pytest.raises(DatabaseError, match="PostgreSQL 14 est trop ancien"):
        check_server(140_005, "UTF8")


def test_a_database_that_knows_more(loaded, database, tmp_path):
    """The history is a copy of an older day, or another folder's."""
    older = History(tmp_path / "older", SOURCE)
    older.run("20261123_020000", offers("ABCDE"))
    older.update()
    load(loaded, database)
    before = in_postgres(database)
    said = refused(DatabaseError, older, database)
    assert "all_20261124_020000" in said
    other = History(tmp_path / "other", SOURCE)
    other.run("20261122_020000", offers("XYZ"))
    other.update()
    assert "que l'historique n'a pas" in refused(DatabaseError, other, database)
    assert in_postgres(database) == before


def test_a_damaged_file(loaded, database):
    path = loaded.root / loaded.manifest.events[-1].key
    body = bytearray(path.read_bytes())
    body[100] ^= 1
    path.write_bytes(body)
    before = in_postgres(database)
    assert "est abîmé" in refused(HistoryError, loaded, database)
    assert in_postgres(database) == before
