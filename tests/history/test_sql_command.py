"""`scrapy sql`: what it gives, where, and what it says of what it cannot do."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types
import pytest

from tests.crawls.crawling import SCRAPY, environment, scrapy
from tests.crawls.scrapy_process import ROOT, start
from tests.terminal import Terminal

from .made_runs import History, offer, offers

TWENTY = "ABCDEFGHIJKLMNOPQRST"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Return a data folder with a history of twenty offers."""
    made = History(tmp_path_factory.mktemp("sql") / "data")
    first = offer(
        "A", intitule='Chef "de rang"', competences=[{"code": "01", "libelle": "Servir"}]
    )
    made.run("20261124_020000", [first, *offers(TWENTY[1:])])
    made.update()
    return made.root


@pytest.fixture
def sql(data):
    def run(*arguments):
        return scrapy("sql", *arguments, data=data, variables={})

    return run


ONE = "SELECT id, intitule, vue_le, competences, nombre_postes FROM offres_ouvertes WHERE id = 'A'"
SKILLS = [{"code": "01", "libelle": "Servir", "exigence": None}]


def test_elsewhere_than_in_a_terminal_it_gives_csv(sql):
    done = sql(ONE)
    assert (done.code, done.log) == (0, "")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert row["intitule"] == 'Chef "de rang"'
    assert row["vue_le"] == "2026-11-24T01:00:00.000Z"
    assert json.loads(row["competences"]) == SKILLS


def test_json(sql):
    row = {
        "id": "A",
        "intitule": 'Chef "de rang"',
        "vue_le": "2026-11-24T01:00:00Z",
        "competences": SKILLS,
        "nombre_postes": 1,
    }
    assert json.loads(sql("--format", "json", ONE).stdout) == [row]
    lines = sql("--format", "jsonl", f"{ONE} OR id = 'B' ORDER BY id").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["A", "B"]
    assert json.loads(sql("--format", "json", f"{ONE} LIMIT 0").stdout) == []
    assert json.loads(sql("--format", "json", "SELECT sum(1) AS un, 1.5 AS d").stdout) == [
        {"un": 1, "d": 1.5}
    ]


def test_parquet_keeps_types(sql, tmp_path):
    path = tmp_path / "offres.parquet"
    done = sql("--output", str(path), "SELECT * FROM offres_ouvertes")
    assert done.code == 0
    assert re.fullmatch(rf"{re.escape(str(path))} : \d+,\d Ko\.\n", done.stdout)
    rows = pq.read_table(path).to_pylist()
    assert sorted(row["id"] for row in rows) == sorted(TWENTY)
    assert rows[0]["vue_le"].isoformat() == "2026-11-24T01:00:00+00:00"


def test_a_folder_that_lacks_is_not_made(sql, tmp_path):
    done = sql("--output", str(tmp_path / "nope" / "x.csv"), "SELECT 1")
    assert (done.code, done.stdout, list(tmp_path.iterdir())) == (1, "", [])
    assert f"le dossier {tmp_path / 'nope'} n'existe pas" in done.log


def test_a_file_is_whole_or_as_it_was(sql, tmp_path):
    path = tmp_path / "offres.csv"
    path.write_text("before")
    done = sql(
        *("--output", str(path)),
        # The first batch is fine.
        "SELECT CAST(CASE WHEN range < 90000 THEN '1' ELSE 'x' END AS INTEGER) FROM range(99999)",
    )
    assert done.code == 1
    assert "Could not convert string 'x'" in done.log
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [
        ("offres.csv", "before")
    ]


def test_a_table_fits_the_width(data):
    variables = {"COLUMNS": "60", "LINES": "24"}
    done = scrapy(
        "sql", "--format", "table", "SELECT * FROM offres", data=data, variables=variables
    )
    assert all(len(line) <= 60 for line in done.stdout.splitlines()[:-1])
    last = done.stdout.splitlines()[-1]
    assert re.fullmatch(
        r"20 lignes, \d+ colonnes cachées faute de place : --format csv donne tout", last
    )


def test_in_a_terminal_it_gives_a_table_that_fits(data):
    # Whoever runs the tests may have told them of a terminal of their own.
    told = environment(data, {}).items()
    own = {name: value for name, value in told if name not in ("LINES", "COLUMNS")}
    with Terminal(columns=100) as terminal:
        with subprocess.Popen(
            [*SCRAPY, "sql", "SELECT range AS n FROM range(50000)"],
            cwd=ROOT,
            env=own,
            stdout=terminal.writer,
        ) as process:
            terminal.hang_up()
            lines = terminal.read_to_end().splitlines()
        assert process.returncode == 0
    assert [line.strip() for line in lines[:3]] == ["n", "0", "1"]
    assert lines[-1] == "26 lignes sur 50 000 : --format csv donne tout"
    assert len(lines) == 28


def test_from_standard_input(data):
    def given(body):
        return subprocess.run(
            [*SCRAPY, "sql", "--format", "csv"],
            cwd=ROOT,
            env=environment(data, {}),
            input=body,
            capture_output=True,
            check=False,
        )

    # As Windows' editors save it.
    done = given("\ufeffSELECT 'été' AS saison\r\n-- the end".encode())
    assert (done.returncode, done.stdout.decode()) == (0, '"saison"\n"été"\n')
    done = given("SELECT 'été'".encode("cp1252"))
    assert done.returncode == 2
    assert "n'est pas en UTF-8" in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["SELECT * FROM offre"], 1, 'Did you mean "offres"?'),
        (["SELECT nom FROM offres"], 1, "Candidate bindings:"),
        (["DELETE FROM offres"], 1, "ne fait que lire"),
        ([""], 1, "Requête vide"),
        (["SELECT 1", "FROM x"], 2, "mettez la requête entre guillemets"),
        (["--format", "parquet", "SELECT 1"], 2, "Parquet demande --output"),
        (["--output", "reponse.txt", "SELECT 1"], 2, "--output demande un --format parmi csv"),
        (["--format", "xml", "SELECT 1"], 2, "invalid choice: 'xml'"),
    ],
)
def test_what_it_refuses(sql, arguments, code, told):
    done = sql(*arguments)
    assert (done.code, done.stdout) == (code, "")
    assert told in done.log
    assert "Traceback" not in done.log


def test_a_type_that_parquet_lacks(sql, tmp_path):
    done = sql("--output", str(tmp_path / "x.parquet"), "SELECT INTERVAL 1 DAY AS i")
    assert (done.code, list(tmp_path.iterdir())) == (1, [])
    assert "Parquet n'a pas de type pour une colonne" in done.log
    assert "Traceback" not in done.log


def test_without_a_history(tmp_path):
    done = scrapy("sql", "SELECT 1", data=tmp_path / "data", variables={})
    assert (done.code, done.stdout) == (3, "")
    assert "Aucun historique dans" in done.log


ENDLESS = "SELECT range FROM range(100000000000)"


def test_nobody_reads_it(data):
    with start("sql", ENDLESS, environment=environment(data, {})) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == '"range"\n'
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
        assert process.wait() == 141


ENDLESS_STEP = (
    "SELECT count(*) FROM range(100000000000) a, range(1000) b WHERE hash(a.range) % 7 = b.range"
)


@pytest.mark.parametrize("query", [ENDLESS, ENDLESS_STEP])
@pytest.mark.parametrize(
    ("by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_stops_it(data, query, by, code):
    """Between batches, and while DuckDB works out the first one."""
    with start("sql", query, environment=environment(data, {})) as process:
        assert process.stdout is not None
        if query == ENDLESS:
            assert process.stdout.readline() == '"range"\n'
        else:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=1.5)
        process.send_signal(by)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (code, "Interrompu.\n")


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
def test_what_it_spills_stays_in_the_data_folder_and_goes(data, sql, by):
    cache = data / "cache"
    with start("sql", ENDLESS, environment=environment(data, {})) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == '"range"\n'
        (folder,) = (path for path in cache.iterdir() if path.is_dir())
        assert folder.name.startswith(f"sql-{process.pid}-")
        assert folder.stat().st_mode & 0o777 == 0o700
        sql("SELECT 1")
        assert folder.is_dir()
        process.send_signal(by)
        process.communicate(timeout=60)
    assert folder.is_dir() == (by == signal.SIGKILL)
    sql("SELECT 1")
    assert list(cache.iterdir()) == []
