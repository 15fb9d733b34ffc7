"""The tables of a history of a few nights: their columns, and what stands in them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from ftcrawler.endings import Status
from ftcrawler.history.tables.connect import connect
from ftcrawler.history.tables.dialects import Dialect
from ftcrawler.history.tables.table_columns import Type
from ftcrawler.history.tables.table_queries import last_events, queries
from ftcrawler.history.tables.tables import TABLES
from ftcrawler.runs.report import Report, SearchReport, write_report
from ftcrawler.runs.run_name import RunName

from .made_runs import SOURCE, History, offer

DUCKDB = {
    Type.TEXT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.NUMBER: "DOUBLE",
    Type.BOOLEAN: "BOOLEAN",
    Type.DAY: "DATE",
    Type.MOMENT: "TIMESTAMP WITH TIME ZONE",
    Type.TEXTS: "VARCHAR[]",
}
RICH = {
    "competences": [
        {"code": "102423", "libelle": "Pétrir", "exigence": "E"},
        {"libelle": "Cuire", "exigence": "S"},
    ],
    "formations": [
        {"codeFormation": "21538", "domaineLibelle": "boulangerie", "niveauLibelle": "CAP"}
    ],
    "langues": [{"libelle": "Anglais", "exigence": "S"}],
    "permis": [{"libelle": "B - Véhicule léger", "exigence": "E"}],
    "origineOffre": {
        "origine": "2",
        "partenaires": [{"nom": "METEOJOB", "url": "https://meteojob.test/1"}],
    },
    "lieuTravail": {"libelle": "01 - Bourg-en-Bresse", "commune": "01053", "codePostal": "01000"},
}


def utc(day, hour=1):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """Return four nights: A changes, B goes, is confirmed, and is back, C is only missing."""
    made = History(tmp_path_factory.mktemp("tables") / "data")
    others = [offer(f"Z{number}") for number in range(10)]
    a, b, c = offer("A", **RICH), offer("B"), offer("C", intitule="Vendeuse, 06 12 34 56 78")

    def night(day, *held, **more):
        made.run(f"202611{day}_020000", [*held, *others], **more)
        made.update()

    night(23, a, b, c)
    night(24, a | {"salaire": {"libelle": "Annuel de 30000.00 Euros"}}, c)
    made.ask("20261124_030000", {each["id"]: each for each in others})
    made.update()
    made.run("20261124_180000", [a], spider="keywords", label="data")
    made.update()
    night(25, a | {"description": "Tout autre chose."}, c)
    ended = "2026-11-26T02:20:00+01:00"
    night(26, a | {"description": "Tout autre chose."}, b, finished=ended)
    write_report(
        made.layout,
        Report(
            run="all_20261126_020000",
            spider="all",
            source=SOURCE,
            started="2026-11-26T02:00:00+01:00",
            finished=ended,
            status=Status.COMPLETE,
            searches=(SearchReport(label="all", status=Status.COMPLETE, announced=15, missing=3),),
            offers={"collected": 12},
        ),
    )
    made.layout.report(RunName("all", "20261123_020000")).unlink()
    return made


@pytest.fixture(scope="module")
def ask(history):
    """Return what a query gives, row by row."""
    engine = connect(history.root)
    yield lambda query: [tuple(row) for row in engine.sql(query).fetchall()]
    engine.close()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_are_those_that_are_told_of(ask, table):
    found = {name: kind for name, kind, *_ in ask(f"DESCRIBE {table.name}")}
    assert list(found) == [column.name for column in table.columns]
    for column in table.columns:
        expected = DUCKDB.get(column.type)
        if column.type is Type.OBJECTS:
            parts = ", ".join(f"{part} VARCHAR" for part in column.parts)
            expected = f"STRUCT({parts})[]"
        assert found[column.name].replace('"', "") == expected


def test_nothing_else_is_shown(ask):
    assert sorted(name for (name,) in ask("SHOW TABLES")) == sorted(each.name for each in TABLES)


def test_engines_differ_in_the_words_of_a_dialect_alone():
    """What no other engine than DuckDB reads is in none of the queries."""
    other = Dialect(
        paris_day="PARIS({moment})",
        days="DAYS({since}, {until})",
        entries="ENTRIES({list})",
        part="PART({part})",
    )
    made = [last_events(other), *queries(other).values()]
    sugar = r"UNNEST|TIME ZONE|element\.|::|\bGROUP BY ALL\b|QUALIFY|EXCLUDE|\blist_|\[|\bUSING\b"
    assert not [query for query in made if re.search(sugar, query, re.IGNORECASE)]


def test_events(ask):
    assert ask(
        "SELECT evenement, collecte, vue_le, absente_le FROM evenements WHERE id = 'B'"
    ) == [
        ("ouverte", "all_20261123_020000", utc(23), None),
        ("fermee", "closed_20261124_030000", utc(23), utc(24)),
        ("rouverte", "all_20261126_020000", utc(26), None),
    ]
    changed = "SELECT jour, modifies FROM evenements WHERE id = 'A' AND evenement = 'modifiee'"
    assert ask(changed) == [
        (date(2026, 11, 24), ["salaire_libelle"]),
        (date(2026, 11, 24), ["salaire_libelle"]),
        (date(2026, 11, 25), ["description"]),
    ]


def test_versions(ask):
    versions = "SELECT du, au, salaire_mensuel_min FROM versions WHERE id = '{}' ORDER BY du"
    days = [date(2026, 11, day) for day in range(30)[1:]]
    assert ask(versions.format("A")) == [
        (days[22], days[23], 2000.0),
        (days[23], days[24], 2000.0),
        (days[24], None, 2000.0),
    ]
    assert ask(versions.format("B")) == [
        (days[22], days[23], 2000.0),
        (days[25], None, 2000.0),
    ]


def test_offers(ask):
    columns = "ouverte_le, vue_le, fermee_le, jours_ouverte, fois_modifiee, fois_rouverte"
    found = {row[0]: row[1:] for row in ask(f"SELECT id, {columns} FROM offres")}
    assert found["A"] == (utc(23), utc(26), None, 3, 3, 0)
    # One day until it was missing, none since it is back.
    assert found["B"] == (utc(23), utc(26), None, 1, 0, 1)
    assert found["C"] == (utc(23), utc(25), None, 2, 0, 0)
    assert len(found) == 13
    ((title, department),) = ask("SELECT intitule, departement FROM offres WHERE id = 'C'")
    assert department == "69"
    assert "06 12" not in title


def test_open_offers(ask):
    columns = "description, intitule, departement, region, lieu_travail_code_postal"
    query = f"SELECT {columns}, vue_le, absente_le FROM offres_ouvertes WHERE id = '{{}}'"
    assert ask(query.format("A")) == [
        ("Tout autre chose.", "Boulanger (H/F)", "01", "84", "01000", utc(26), None)
    ]
    ((_, title, *_, seen, absent),) = ask(query.format("C"))
    assert (title, seen, absent) == ("Vendeuse, 06 12 34 56 78", utc(25), utc(26))


def test_entries_of_lists(ask):
    assert ask("SELECT * FROM competences ORDER BY libelle") == [
        ("A", None, "Cuire", "S"),
        ("A", "102423", "Pétrir", "E"),
    ]
    assert ask("FROM formations") == [("A", "21538", "boulangerie", "CAP", None)]
    assert ask("FROM langues") == [("A", "Anglais", "S")]
    assert ask("FROM permis") == [("A", "B - Véhicule léger", "E")]
    assert ask("FROM partenaires") == [("A", "METEOJOB")]


def test_who_found_an_offer_and_first_when(ask):
    assert ask("SELECT * FROM trouvees_par WHERE id IN ('A', 'B') ORDER BY ALL") == [
        ("A", "all_20261123_020000", "all", None),
        ("A", "keywords_20261124_180000", "data", None),
        ("B", "all_20261123_020000", "all", None),
    ]


def test_runs(ask):
    runs = {row[0]: row[1:] for row in ask("SELECT * FROM collectes")}
    assert list(runs) == [
        "all_20261123_020000",
        "all_20261124_020000",
        "closed_20261124_030000",
        "keywords_20261124_180000",
        "all_20261125_020000",
        "all_20261126_020000",
    ]
    begun, ended, status, *figures = runs["all_20261126_020000"][1:]
    assert (begun, ended, status) == (utc(26), utc(26) + timedelta(minutes=20), "complete")
    assert figures == [15, 12, 3, 0, 0, 0, 0, 1]
    # Its report is gone; what it found out is not.
    assert runs["all_20261123_020000"] == (
        *("all", utc(23), None, "complete"),
        *(None, None, None),
        *(13, 0, 0, 0, 0),
    )
    assert ask("SELECT statut FROM collectes WHERE fermees > 0") == [("complete",)]


def test_reference_lists_keep_their_zeros(ask):
    assert ask("SELECT * FROM departements WHERE code = '01'") == [("01", "Ain", "84")]
    assert ask("SELECT libelle FROM regions WHERE code = '84'") == [("Auvergne-Rhône-Alpes",)]
    assert ask("SELECT domaine FROM metiers WHERE code = 'D1102'") == [("D11",)]


def test_without_an_event_or_an_open_offer_tables_are_empty(tmp_path):
    empty = History(tmp_path / "data")
    empty.run("20261124_020000", [], status=Status.INCOMPLETE)
    empty.update()
    engine = connect(empty.root)
    for table in TABLES[:10]:
        assert engine.sql(f"SELECT count(*) FROM {table.name}").fetchall() == [(0,)]
    assert engine.sql("SELECT collecte FROM collectes").fetchall() == [("all_20261124_020000",)]
