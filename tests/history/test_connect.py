"""A connection to the tables reads the history's files, and nothing else."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import duckdb
import pytest

from ftcrawler.exceptions import HistoryError, QueryError
from ftcrawler.history.files.manifest import needed_manifest
from ftcrawler.history.tables import ask as asking
from ftcrawler.history.tables import connect as connecting
from ftcrawler.history.tables.ask import asked
from ftcrawler.history.tables.connect import connect

from .made_runs import offers


@pytest.fixture
def made(history):
    history.run("20261124_020000", offers("ABC"))
    history.update()
    return history


def answer(history, query):
    """Return the rows that a query gives, all of them."""
    with asked(history.layout, query) as (schema, batches):
        rows = [row for batch in batches for row in zip(*batch.to_pydict().values(), strict=True)]
        return schema.names, rows


def test_no_history_yet(history):
    with pytest.raises(HistoryError, match=r"Aucun historique dans .* scrapy history update"):
        connect(history.root)


@pytest.mark.parametrize("folder", [str, Path])
def test_a_folder_is_a_path_or_its_text(made, folder):
    assert connect(folder(made.root)).sql("SELECT count(*) FROM offres").fetchall() == [(3,)]


@pytest.mark.parametrize("file", ["offres.parquet", "etat.parquet", "tenues.parquet", "events"])
def test_a_file_that_is_missing_is_named(made, file):
    named = made.manifest.open_file(file) or made.manifest.events[0]
    (made.root / named.key).unlink()
    with pytest.raises(HistoryError, match=re.escape(Path(named.key).name)) as told:
        connect(made.root)
    assert "manque" in str(told.value)


@pytest.mark.parametrize("place", [-8, -40], ids=["length", "columns"])
@pytest.mark.parametrize(
    "meets", [lambda made: connect(made.root), lambda made: answer(made, "FROM offres")]
)
@pytest.mark.parametrize("file", ["events", "offres.parquet"])
def test_a_file_whose_end_is_damaged_is_named_at_once(made, file, meets, place):
    named = made.manifest.open_file(file) or made.manifest.events[0]
    path = made.root / named.key
    body = bytearray(path.read_bytes())
    body[place:] = bytes(-place)
    path.write_bytes(body)
    with pytest.raises(HistoryError, match=f"abîmé : .*{re.escape(path.name)}"):
        meets(made)


def test_a_file_that_is_damaged_is_named_when_a_query_meets_it(made):
    named = made.manifest.events[0]
    path = made.root / named.key
    body = bytearray(path.read_bytes())
    body[4 : len(body) // 2] = bytes(len(body) // 2 - 4)
    path.write_bytes(body)
    with pytest.raises(HistoryError, match=r"abîmé : .*all_20261124_020000\.parquet"):
        answer(made, "SELECT * FROM evenements")


# Of the notebook's connection, too.
FORBIDDEN = [
    "COPY offres TO '{folder}/copy.csv'",
    "COPY (SELECT 1) TO '{event}'",
    "EXPORT DATABASE '{folder}/export'",
    "ATTACH '{folder}/other.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_text('{folder}/secret.txt')",
    "SELECT * FROM '{folder}/secret.csv'",
    "SELECT * FROM read_parquet('{folder}/data/history/open/*/*.parquet')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SET enable_external_access = true",
    "SET allowed_paths = ['{folder}']",
    "SET temp_directory = '{folder}'",
    "RESET lock_configuration",
]


def outside_cache(folder):
    """Return what lies there, but for what connections spill."""
    return sorted(path for path in folder.rglob("*") if "cache" not in path.parts)


@pytest.mark.parametrize("query", FORBIDDEN)
def test_what_is_out_of_reach(made, tmp_path, query):
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secret.csv").write_text("secret\n1\n")
    there = outside_cache(tmp_path)
    event = made.root / made.manifest.events[0].key
    wanted = query.format(folder=tmp_path.as_posix(), event=event.as_posix())
    with pytest.raises(duckdb.Error):
        connect(made.root).execute(wanted).fetchall()
    with pytest.raises(QueryError):
        answer(made, wanted)
    assert outside_cache(tmp_path) == there


@pytest.mark.parametrize(
    "query", ["DROP VIEW offres", "CREATE TABLE x AS SELECT 1", "CALL enable_logging()", "VACUUM"]
)
def test_a_query_reads_and_does_nothing_else(made, query):
    with pytest.raises(QueryError, match="ne fait que lire"):
        answer(made, query)


def test_no_file_of_the_history_is_written_over(made):
    """Nobody but its own connection would let DuckDB do it."""
    event = made.root / made.manifest.events[0].key
    body = event.read_bytes()
    with pytest.raises(QueryError, match="COPY"):
        answer(made, f"COPY (SELECT 1) TO '{event.as_posix()}' (USE_TMP_FILE false)")
    assert event.read_bytes() == body


def test_moments_are_utc(made):
    engine = connect(made.root)
    assert engine.sql("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
    (moment,) = engine.sql("SELECT CAST(max(a) AS VARCHAR) FROM evenements").fetchall()
    assert moment == ("2026-11-24 01:00:00+00",)


def test_what_memory_does_not_hold_goes_to_a_folder_of_its_own_that_goes_too(made):
    engine = connect(made.root)
    ((folder,),) = engine.sql("SELECT current_setting('temp_directory')").fetchall()
    assert Path(folder).is_dir()
    engine.close()
    del engine
    gc.collect()
    assert not Path(folder).exists()
    assert list((made.root / "cache").iterdir()) == []


def test_a_data_folder_that_takes_no_files_is_read_all_the_same(made):
    (made.root / "cache").write_text("in the way")
    engine = connect(made.root)
    assert engine.sql("SELECT count(*) FROM offres").fetchall() == [(3,)]
    assert engine.sql("SELECT current_setting('temp_directory')").fetchall() == [("",)]


@pytest.mark.parametrize("module", [asking, connecting])
def test_an_update_that_comes_between_is_asked_instead(made, monkeypatch, module):
    """The manifest is read, and its open offers are gone before they are."""
    earlier = made.manifest
    made.run("20261125_020000", offers("ABCD"))
    made.update()
    read = iter([earlier])
    monkeypatch.setattr(
        module, "needed_manifest", lambda layout: next(read, None) or needed_manifest(layout)
    )
    query = "SELECT count(*) AS n FROM offres_ouvertes"
    if module is asking:
        assert answer(made, query) == (["n"], [(4,)])
    else:
        assert connect(made.root).sql(query).fetchall() == [(4,)]


def test_a_name_given_twice_is_told_apart(made):
    names, rows = answer(made, "SELECT id, id, 1 AS id_1 FROM offres WHERE id = 'A'")
    assert names == ["id", "id_1", "id_1_1"]
    assert rows == [("A", "A", 1)]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "SELECT * FROM offre",
            ['Did you mean "offres"', "Tables : evenements, versions, offres,"],
        ),
        ("SELECT romecode FROM offres", ["Candidate bindings", '"rome_code"']),
        ("SELEC 1", ['syntax error at or near "SELEC"']),
        ("SELECT CAST('x' AS INTEGER)", ["Could not convert string 'x'"]),
        ("SELECT CAST(intitule AS INTEGER) FROM offres", ["Could not convert string 'Boulanger"]),
        (" -- nothing", ["Requête vide"]),
        ("SELECT 1; SELECT 2", ["Une seule requête à la fois : 2"]),
    ],
)
def test_a_wrong_query_gets_duckdbs_own_words(made, query, told):
    with pytest.raises(QueryError) as raised:
        answer(made, query)
    for each in told:
        assert each in str(raised.value)
