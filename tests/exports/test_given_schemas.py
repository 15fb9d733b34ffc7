"""Schemas of any name, that somebody gave, made or changed."""

from __future__ import annotations

import pytest

from ftcrawler.exceptions import ArgumentError, DatabaseError

from .both_engines import differences
from .loading import execute, load, refused


@pytest.mark.parametrize(
    "schema", ["", "pg_offres", "é" * 32, "information_schema", "a\udcff", "a\0b"]
)
def test_names_that_no_schema_has(loaded, database, schema):
    assert "--schema" in refused(ArgumentError, loaded, database, schema)


@pytest.mark.parametrize("schema", ["%s", "select", 'x"; DROP SCHEMA public; --', "é" * 31])
def test_names_that_need_care(loaded, database, schema):
    load(loaded, database, schema)
    load(loaded, database, schema)
    assert differences(database, loaded.root, schema.replace('"', '""')) == {}


@pytest.mark.parametrize(
    "given",
    ["CREATE SCHEMA g AUTHORIZATION {role}", "CREATE SCHEMA g; GRANT ALL ON SCHEMA g TO {role}"],
)
def test_a_schema_that_is_given_needs_no_right_to_make_one(
    loaded, postgres_server, database, given
):
    name = database.rpartition("/")[2]
    postgres_server.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'for-tests-only'")
    execute(database, given.format(role=name))
    load(loaded, postgres_server.url(name, user=name, password="for-tests-only"), "g")
    assert differences(database, loaded.root, "g") == {}


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE ftcrawler.historique SET version = 'x'", "d'une autre version de ftcrawler"),
        ("UPDATE ftcrawler.historique SET source = 'https://b.test'", "offres de https://b.test"),
        ("UPDATE ftcrawler.chargements SET sha256 = 'x'", "ou plus ainsi"),
        ("DROP TABLE ftcrawler.chargements", "n'est pas tel que « scrapy load » l'a laissé"),
        ("DROP TABLE ftcrawler.absences CASCADE", "absences.id manque"),
        ("DROP VIEW ftcrawler.offres", "offres.id manque"),
        ("ALTER TABLE ftcrawler.metiers DROP COLUMN domaine", "metiers.domaine manque"),
        (
            "CREATE OR REPLACE VIEW ftcrawler.evenements AS TABLE ftcrawler.evenements LIMIT 0",
            "la vue evenements est une autre",
        ),
        ("ALTER TABLE ftcrawler.absences DROP CONSTRAINT absences_pkey", "n'est pas tel que"),
    ],
)
def test_a_schema_that_is_another(loaded, database, statement, told):
    execute(database, statement)
    said = refused(DatabaseError, loaded, database)
    assert told in said
    assert "DROP SCHEMA" in said or "--schema" in said


def test_a_schema_of_somebody_else(loaded, database):
    execute(database, "CREATE SCHEMA theirs CREATE VIEW offres AS SELECT 1 AS one")
    assert "n'est pas de lui" in refused(DatabaseError, loaded, database, "theirs")
