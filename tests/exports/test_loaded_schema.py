"""What is upon the tables in PostgreSQL: words, keys, indexes that queries use, who may read."""

from __future__ import annotations

import re
from operator import attrgetter

import psycopg
import pytest

from ftcrawler.exports.stored_tables import STORED, VIEWS
from ftcrawler.history.tables.tables import TABLES
from tests.docs.reading import page, section
from tests.history.made_runs import History

from .loading import load, two_nights

FENCED = re.compile(r"```sql\n(.*?)```", re.DOTALL)
QUESTIONS = FENCED.findall(section("LISEZMOI.md", "Cinq questions"))
READY = FENCED.findall(page("docs/postgresql.md").split("## Metabase")[1])
# Of each of the five questions, in their order, what finds its rows.
USED = (
    "derniers_evenements_case_idx",
    "offres_entieres_departement_salaire_mensuel_min_id_idx",
    "derniers_evenements_ouverte_le_idx",
    "evenements_ordonnes_pkey",
    "versions_pkey",
)


name_of = attrgetter("name")


@pytest.fixture(scope="module")
def server(postgres_server, tmp_path_factory):
    """Return a server, and the name of a database that holds two nights."""
    history = History(tmp_path_factory.mktemp("schema") / "data")
    two_nights(history)
    name = postgres_server.new_database()
    load(history, postgres_server.url(name))
    return postgres_server, name


@pytest.fixture
def ask(server):
    postgres, name = server
    with psycopg.connect(postgres.url(name)) as connection:
        connection.execute("SET search_path = ftcrawler")
        yield lambda query: connection.execute(query).fetchall()


def test_every_column_says_what_it_is(ask):
    found = ask("""
        SELECT c.relname, a.attname, col_description(c.oid, a.attnum),
            obj_description(c.oid, 'pg_class')
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'ftcrawler'::regnamespace AND c.relkind IN ('r', 'v')
            AND a.attnum > 0
    """)
    assert [row for row in found if not all(row)] == []
    words = {(table, column): said for table, column, said, _ in found}
    for table in TABLES:
        for column in table.columns:
            assert words[table.name, column.name] == column.meaning
    assert {table for table, _ in words} == {*map(name_of, STORED), *map(name_of, VIEWS)}
    assert ask("SELECT obj_description('ftcrawler'::regnamespace, 'pg_namespace')")[0][0]


def test_keys(ask):
    keys = ask("SELECT conrelid::regclass::text, contype FROM pg_constraint WHERE contype != 'c'")
    own = {table for table, kind in keys if kind == "p"}
    lists = {"competences", "formations", "langues", "permis", "partenaires"}
    assert own >= {each.name for each in STORED} - lists
    assert lists <= {table for table, kind in keys if kind == "f"}


@pytest.mark.parametrize(("query", "index"), list(zip(QUESTIONS, USED, strict=True)), ids=USED)
def test_the_five_questions_find_their_rows_by_an_index(ask, query, index):
    # Else all of a table of a dozen rows is read, and rightly.
    ask("SELECT set_config('enable_seqscan', 'off', true)")
    lines = ask(f"EXPLAIN {query}")
    assert any(index in line for (line,) in lines), lines


@pytest.mark.parametrize("query", READY)
def test_ready_queries_give_rows_to_who_only_reads(server, query):
    postgres, name = server
    role = f"lecteur_{name}"
    if not postgres.execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):
        text = section("docs/postgresql.md", "A role that reads only")
        for statement in FENCED.findall(text)[0].replace("lecteur", role).split(";"):
            if statement.strip():
                postgres.execute(statement.replace("…", "for-tests-only"), name)
    url = postgres.url(name, user=role, password="for-tests-only")
    with psycopg.connect(url) as connection:
        assert connection.execute(query).fetchall()
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM chargements")


def test_the_loads_are_kept(ask):
    found = ask(
        "SELECT ordre, collecte, lignes, length(sha256), charge_le <= now() FROM chargements"
    )
    assert found == [
        (0, "all_20261123_020000", 13, 64, True),
        (1, "all_20261124_020000", 2, 64, True),
    ]
