"""A night that brings the tables to a PostgreSQL, or fails to."""

from __future__ import annotations

import psycopg

from tests.postgres_server import PASSWORD


def test_the_tables_are_loaded_before_the_rest_of_the_night(nights, database):
    nights.variables = {"FT_POSTGRES_URL": database}
    done = nights.run("FT_RAW_DAYS=30")
    assert done.code == 0, done.stdout + done.log
    assert "Étape 5 sur 6, tables dans PostgreSQL : faite" in done.stdout
    assert "chargés" in done.stdout
    assert PASSWORD not in done.stdout + done.log
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT count(*) FROM ftcrawler.offres_ouvertes").fetchone()
        assert found
        assert f"{found[0]} offres ouvertes" in done.stdout


def test_a_night_goes_on_where_the_database_refuses(nights, database):
    nights.variables = {"FT_POSTGRES_URL": database.replace(PASSWORD, "an0ther-s3cret")}
    done = nights.run("FT_RAW_DAYS=30")
    assert done.code == 3
    assert "Étape 5 sur 6, tables dans PostgreSQL : ÉCHEC (code 3)" in done.stdout
    assert "PostgreSQL refuse l'utilisateur ou son mot de passe" in done.stdout
    assert "an0ther-s3cret" not in done.stdout + done.log
    assert "Étape 6 sur 6, pages brutes à effacer : faite" in done.stdout
    nights.variables = {"FT_POSTGRES_URL": database}
    again = nights.run("FT_RAW_DAYS=30")
    assert again.code == 0, again.stdout + again.log
    assert "Étape 5 sur 6, tables dans PostgreSQL : faite" in again.stdout
    assert "Étape 1" not in again.stdout
