"""A night that brings the tables to a PostgreSQL, or fails to."""

from __future__ import annotations

import psycopg
import pytest

from tests.postgres_server import PASSWORD


def test_the_tables_are_loaded_before_the_rest_of_the_night(nights, database):
    nights.variables = {"FT_POSTGRES_URL": database}
    done = nights.run("FT_RAW_DAYS=30")
    assert done.code == 0, done.stdout + done.log
    assert "Étape 5 sur 7, tables dans PostgreSQL : faite" in done.stdout
    assert "chargés" in done.stdout
    assert PASSWORD not in done.stdout + done.log
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT count(*) FROM ftcrawler.offres_ouvertes").fetchone()
        assert found
        assert f"{found[0]} offres ouvertes" in done.stdout


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("an0ther-s3cret@127.0.0.1:", "PostgreSQL refuse l'utilisateur ou son mot de passe"),
        ("an0ther-s3cret@nowhere.invalid:", "Aucun serveur PostgreSQL ne répond"),
    ],
)
def test_a_night_goes_on_where_the_database_refuses(nights, database, place, told):
    address = database.replace(f"{PASSWORD}@127.0.0.1:", place)
    nights.variables = {"FT_POSTGRES_URL": address}
    done = nights.run("FT_RAW_DAYS=30")
    assert done.code == 3
    assert "Étape 5 sur 7, tables dans PostgreSQL : ÉCHEC (code 3)" in done.stdout
    assert told in done.stdout
    assert "an0ther-s3cret" not in done.stdout + done.log
    assert "Étape 7 sur 7, pages brutes à effacer : faite" in done.stdout
    nights.variables = {"FT_POSTGRES_URL": database}
    again = nights.run("FT_RAW_DAYS=30")
    assert again.code == 0, again.stdout + again.log
    assert "Étape 5 sur 7, tables dans PostgreSQL : faite" in again.stdout
    assert "Étape 1" not in again.stdout
