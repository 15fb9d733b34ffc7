"""DuckDB, PostgreSQL and Spark show the same tables, and answer the guide's questions alike."""

from __future__ import annotations

import re
from functools import reduce

import pytest

from ftcrawler.exports.load_tables import SCHEMA, load_tables
from ftcrawler.history import spark as spark_history
from ftcrawler.history.tables.tables import TABLES
from tests.docs.reading import section

from .asked import answered, duckdb_asked, postgresql_asked, spark_asked, wrong_types
from .rich_history import rich_history

# Asked of an offer that has changed, on a day on which the clocks did.
ASKED = {"190ABCD": "0000001", "2026-11-25": "2026-10-25"}


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    return rich_history(tmp_path_factory.mktemp("engines") / "données [à moi]")


@pytest.fixture(scope="module")
def ask_duckdb(history):
    return duckdb_asked(history.root)


@pytest.fixture(scope="module", params=["spark", "postgresql"])
def ask(request, history):
    """Return what asks another engine."""
    if request.param == "spark":
        session = request.getfixturevalue("spark")
        spark_history.register(session, history.root)
        return spark_asked(session)
    server = request.getfixturevalue("postgres_server")
    url = server.url(server.new_database())
    load_tables(history.layout, url, tell=lambda _: None)
    return postgresql_asked(url, SCHEMA)


def test_every_table_has_the_same_rows(ask, ask_duckdb):
    for table in TABLES:
        expected, found = (
            answered(each(f"SELECT * FROM {table.name}")) for each in (ask_duckdb, ask)
        )
        assert found == expected, table.name
        assert [*found[0]] == [column.name for column in table.columns]
        assert wrong_types(table, found) == []


def test_the_guide_s_questions_have_the_same_answers(ask, ask_duckdb):
    queries = re.findall(
        r"^```sql\n(.*?)^```", section("LISEZMOI.md", "Cinq questions"), re.MULTILINE | re.DOTALL
    )
    assert len(queries) == 5
    for written in queries:
        query = reduce(lambda text, one: text.replace(*one), ASKED.items(), written)
        expected = answered(ask_duckdb(query))
        assert expected, query
        assert answered(ask(query)) == expected, query


def test_there_is_of_everything(ask_duckdb):
    """Else the others would compare nothing."""
    assert len(ask_duckdb("SELECT DISTINCT evenement FROM evenements")) == 5
    nothing = {
        f"{table.name}.{column}"
        for table in TABLES
        for row in ask_duckdb(f"SELECT count(COLUMNS(*)) FROM {table.name}")
        for column, count in row.items()
        if not count
    }
    assert nothing == set()
