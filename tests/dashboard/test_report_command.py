"""`scrapy report`: where the report is written, what is said of it, and what cannot be."""

from __future__ import annotations

import re
import signal
import time

import pytest

from ftcrawler.runs.paris_time import day, paris_now
from tests.crawls.crawling import environment, scrapy
from tests.crawls.scrapy_process import start
from tests.history.made_runs import History, offers


@pytest.fixture
def data(tmp_path):
    """Return a data folder with a history of two nights."""
    made = History(tmp_path / "data")
    for stamp in ("20261124_020000", "20261125_020000"):
        made.run(stamp, offers("ABCDEFGHIJ"))
    made.update()
    return made.root


def report(data, *arguments):
    return scrapy("report", *arguments, data=data, variables={})


def names(folder):
    """Return what lies in a folder."""
    return [path.name for path in folder.iterdir()]


def test_it_lies_among_the_data(data):
    done = report(data)
    path = data / "reports" / f"rapport_{day(paris_now())}.html"
    assert (done.code, done.log, names(path.parent)) == (0, "", [path.name])
    where, what = done.stdout.splitlines()
    assert re.fullmatch(rf"Rapport écrit : {re.escape(str(path))} \(\d+,\d [KM]o\)\.", where)
    assert what.startswith("Il couvre 2 nuits, du 24/11/2026 au 25/11/2026.")
    assert path.read_bytes()[:15].lower() == b"<!doctype html>"
    assert path.stat().st_mode & 0o007 == 0


def test_or_where_one_wants_it_and_takes_the_place_of_what_was_there(data, tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    path = folder / "index.html"
    path.write_text("last year's")
    assert report(data, "--output", str(path)).code == 0
    assert names(folder) == ["index.html"]
    assert path.read_bytes()[:15].lower() == b"<!doctype html>"
    assert not (data / "reports").exists()


@pytest.mark.parametrize(
    ("output", "told"),
    [("{}", "{} est un dossier."), ("{}/nope/x.html", "le dossier {}/nope n'existe pas.")],
)
def test_an_output_that_can_be_no_file(data, output, told, tmp_path):
    done = report(data, "--output", output.format(tmp_path))
    assert (done.code, done.stdout) == (1, "")
    assert done.log.startswith(f"Erreur: --output : {told.format(tmp_path)}")


def test_what_it_does_not_take(data):
    done = report(data, "x.html")
    assert (done.code, done.stdout) == (2, "")
    assert "Argument inattendu : « x.html »." in done.log


def test_a_folder_that_refuses(data):
    (data / "reports").write_text("no folder")
    done = report(data)
    assert (done.code, done.stdout) == (3, "")
    assert f"Impossible d'écrire {data / 'reports' / 'rapport_'}" in done.log
    assert "Traceback" not in done.log


def test_without_a_history(tmp_path):
    done = report(tmp_path / "data")
    assert (done.code, done.stdout) == (3, "")
    assert "Aucun historique dans" in done.log
    assert "lancez « scrapy nightly »" in done.log
    assert not (tmp_path / "data").exists()


def test_a_file_of_the_history_that_is_damaged(data):
    path = next((data / "history" / "open").rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-9])
    done = report(data)
    assert (done.code, done.stdout) == (3, "")
    assert path.name in done.log
    assert "Traceback" not in done.log


@pytest.mark.parametrize(("by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_it_and_the_file_is_as_it_was(data, tmp_path, by, code):
    path = tmp_path / "rapport.html"
    path.write_text("last year's")
    with start("report", "--output", str(path), environment=environment(data, {})) as process:
        while not list((data / "cache").glob("sql-*")):  # it has set to work
            time.sleep(0.01)
        process.send_signal(by)
        stdout, log = process.communicate(timeout=60)
    assert (process.returncode, stdout, log) == (code, "", "Interrompu.\n")
    assert path.read_text() == "last year's"
    assert [name for name in names(tmp_path) if name.endswith(".part")] == []
