"""What lies in the data folder and is none of ours, or is damaged: named, and in nobody's way."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import timedelta

import orjson
import pytest

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.found_by import first_finders
from ftcrawler.runs.layout import found_by_key
from ftcrawler.runs.page_files import pages_of
from ftcrawler.runs.page_names import page_key
from ftcrawler.runs.run import leftover_runs
from ftcrawler.runs.run_name import RunName
from ftcrawler.s3.day_reports import DayReports

from .folder import ALL, NOW, add, die

SECTOR = RunName("sector", "20261123_010000")


def damage(path):
    """Overwrite all but the beginning, where the facts are."""
    body = path.read_bytes()
    path.write_bytes(body[: 3 * 4096] + b"\xff" * (len(body) - 3 * 4096))


@pytest.mark.parametrize(
    "name", ["backup", "all_copie", "all_99999999_000000", "_20261123_000000"]
)
@pytest.mark.parametrize("content", [b"", b"not a database", None])
def test_a_stray_journal_costs_nobody_anything_and_is_named(folder, caplog, name, content):
    folder.layout.state.mkdir()
    stray = folder.layout.state / f"{name}.sqlite3"
    if content is None:
        stray.mkdir()
    else:
        stray.write_bytes(content)
    folder.start().close(NOW)
    folder.start(minutes=24 * 60).close(NOW)
    assert list(leftover_runs(folder.layout, print)) == []
    assert caplog.text.count(f"Laissé de côté dans {folder.layout.state} : {stray.name}") == 2
    assert stray.exists()


def test_so_does_a_copy_of_a_journal_under_another_name(folder):
    killed = folder.start()
    add(killed, 1, "A")
    die(killed)
    path = folder.layout.state / f"{killed.name}.sqlite3"
    path.with_name(f"{killed.name} (copie).sqlite3").write_bytes(path.read_bytes())
    again = folder.start(minutes=5)
    assert again.name == killed.name
    again.close(NOW)


def test_one_line_names_them_all_and_those_of_runs_are_none(folder, caplog):
    killed = folder.start()
    add(killed, 1, "A")
    die(killed)
    for name in ("a.txt", "b.txt", "c.txt", "d.txt", ".DS_Store"):
        (folder.layout.state / name).write_text("")
    (folder.layout.state / "dossier.lock").mkdir()
    folder.start(minutes=5).close(NOW)
    (told,) = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert told.startswith(f"Laissé de côté dans {folder.layout.state} : a.txt, b.txt, c.txt, …. ")


def test_a_run_whose_journal_is_damaged_is_not_taken_up(folder, caplog):
    killed = folder.start()
    for number in range(1, 60):
        add(killed, number, *(f"{number}-{offer}" for offer in range(150)))
    die(killed)
    path = folder.layout.state / f"{killed.name}.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damage(path)
    again = folder.start(minutes=5)
    assert (str(again.name), again.resumed) == ("all_20261123_212000", 0)
    assert f"{path} " in caplog.text
    assert "La collecte n'est pas reprise : une autre commence" in caplog.text
    again.close(NOW)
    # Nor does it keep the next day's from starting.
    folder.start(minutes=24 * 60).close(NOW)
    assert str(killed.name) in caplog.text


def test_a_folder_in_the_place_of_what_a_dead_run_left_is_left_there(folder):
    killed = folder.start()
    add(killed, 1, "A")
    folder.layout.raw.joinpath(page_key("all", killed.stamp, 2).rpartition("/")[2]).mkdir()
    die(killed)
    again = folder.start(minutes=5)
    assert again.name == killed.name
    assert len(pages_of(folder.layout, killed.name)) == 1
    again.close(NOW)


def test_a_journal_that_cannot_be_deleted_is_said_and_its_run_is_free(folder, caplog):
    run = folder.start()
    add(run, 1, "A")
    run.end()
    beside = folder.layout.state / f"{run.name}.sqlite3-shm"
    beside.unlink()
    beside.mkdir()
    run.close(NOW)
    assert f"Journal non supprimé : {run.journal.path} " in caplog.text
    assert folder.names("state") == [beside.name]
    folder.start(minutes=5).close(NOW)


def test_a_journal_that_disappears_is_an_error_at_the_next_page(folder):
    run = folder.start()
    add(run, 1, "A")
    run.journal.path.unlink()
    with pytest.raises(StorageError, match="Le journal de la collecte a disparu"):
        add(run, 2, "B")
    run.close(NOW)


def test_reports_that_cannot_be_read_are_named_and_the_others_come(folder, caplog):
    runs = folder.layout.runs
    runs.mkdir()
    (runs / "all_20261123_010000.json").mkdir()
    (runs / "all_20261123_020000.json").write_bytes(b'{"run": "all_2026')
    (runs / "all_20261123_030000.json").write_bytes(b"{}")
    whole = {"run": "all_20261123_040000", "spider": "all", "status": "failed", "finished": ""}
    (runs / "all_20261123_040000.json").write_bytes(orjson.dumps(whole))
    found = list(DayReports("all", "20261123").local(folder.layout))
    assert [report.run for report in found] == [whole["run"]]
    assert caplog.text.count("Rapport illisible, laissé de côté") == 3


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"id": "A"}', b'{"id": "A", "found_by": [1]}'])
def test_a_damaged_list_of_who_found_what_is_an_error_that_names_it(folder, line):
    path = folder.layout.root / found_by_key(SECTOR)
    path.parent.mkdir()
    path.write_bytes(b'{"id": "B", "found_by": [{"label": "b"}]}\n' + line)
    with pytest.raises(StorageError, match=path.name):
        first_finders(folder.layout, SECTOR, {"b": 1})


def test_pages_lost_of_a_run_that_nobody_takes_up_are_named_and_no_more_pending(folder, caplog):
    killed = folder.start(to_upload=True)
    add(killed, 1, "A")
    die(killed)
    folder.layout.root.joinpath(page_key("all", killed.stamp, 1)).unlink()
    folder.start(ALL, minutes=24 * 60).close(NOW + timedelta(days=1))
    assert folder.names("state") == []
    assert "Elles sont perdues" in caplog.text
