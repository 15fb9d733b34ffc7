"""Commands that start, stop and start again, each at its own time."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

import pytest

from ftcrawler.exceptions import AlreadyRunningError, StorageError
from ftcrawler.runs import start_run as start_run_module
from ftcrawler.runs.layout import found_by_key
from ftcrawler.runs.page_names import page_key
from ftcrawler.runs.run import leftover_runs
from ftcrawler.runs.start_run import Command

from .folder import ALL, API, NOW, add, die, report

OTHER = Command("all", API, {"region": "84"}, {"region": "84"})


def test_a_killed_run_is_taken_up_under_its_name(folder):
    killed = folder.start()
    add(killed, 1, "A")
    die(killed)
    again = folder.start(minutes=5)
    assert (again.name, again.started, again.resumed) == (killed.name, NOW, 1)
    assert again.earlier == {206: 1}
    assert again.journal.claim(["A", "B"]) == {"B"}
    die(again)
    third = folder.start(minutes=6)
    assert (third.name, third.resumed) == (killed.name, 2)
    third.close(NOW)


def test_so_is_a_run_that_ended_before_its_time(folder):
    stopped = folder.start()
    add(stopped, 1, "A")
    report(stopped)
    stopped.close(NOW)
    again = folder.start(minutes=5)
    assert again.name == stopped.name
    assert not again.reported  # what it said is no longer so
    again.close(NOW)


@pytest.mark.parametrize("pending", [False, True])
def test_a_run_that_is_over_is_not_taken_up(folder, pending):
    over = folder.start(to_upload=pending)
    add(over, 1, "A")
    report(over)
    over.end()
    over.close(NOW)
    assert bool(folder.names("state")) is pending
    again = folder.start(minutes=5)
    assert (str(again.name), again.resumed) == ("all_20261123_212000", 0)
    again.close(NOW)


def test_another_command_takes_up_nothing(folder):
    killed = folder.start()
    add(killed, 1, "A")
    die(killed)
    other = folder.start(OTHER, minutes=5)
    assert str(other.name) == "all_20261123_212000"
    assert other.journal.claim(["A"]) == {"A"}
    other.close(NOW)


def test_what_was_left_in_the_middle_of_a_write_is_removed(folder):
    killed = folder.start()
    add(killed, 1, "A")
    for number in (2, 11):  # renamed, and not committed
        killed.files.write(page_key("all", killed.stamp, number), b"{}")
    killed.files.write(found_by_key(killed.name), b"")
    kept = page_key("all", "20261123_000000", 2)
    killed.files.write(kept, b"{}")
    raw = folder.layout.raw
    (raw / f".france_travail_all_{killed.stamp}_p3.json.part").write_bytes(b"{")
    (raw / ".france_travail_all_20261123_000000_p3.json.part").write_bytes(b"of another run")
    (folder.layout.runs / f".{killed.name}.json.part").write_bytes(b"{")
    die(killed)
    folder.start(minutes=5).close(NOW)
    assert folder.names("raw/france_travail") == [
        ".france_travail_all_20261123_000000_p3.json.part",
        kept.rpartition("/")[2],
        page_key("all", killed.stamp, 1).rpartition("/")[2],
    ]
    assert folder.names("runs") == []


def test_force_closes_what_was_left_and_begins_anew(folder):
    killed = folder.start()
    add(killed, 1, "A")
    die(killed)
    new = folder.start(minutes=5, anew=True)
    assert (str(new.name), new.resumed) == ("all_20261123_212000", 0)
    assert folder.given_up == [str(killed.name)]
    add(new, 1, "A")
    die(new)
    assert folder.start(minutes=6).name == new.name


def test_a_run_of_another_day_is_closed_and_not_taken_up(folder):
    day = 24 * 60
    killed, empty = folder.start(), folder.start(OTHER)
    add(killed, 1, "A")
    die(killed)
    die(empty)
    new = folder.start(minutes=day)
    assert str(new.name) == "all_20261124_211500"
    # A run that recorded nothing has nothing to report.
    assert folder.given_up == [str(killed.name)]
    new.close(NOW)
    assert folder.names("state") == []
    folder.start(minutes=2 * day).close(NOW)
    assert folder.given_up == [str(killed.name)]


def test_what_it_left_to_upload_stays(folder):
    killed = folder.start(to_upload=True)
    add(killed, 1, "A")
    die(killed)
    folder.start(minutes=24 * 60).close(NOW)
    (left,) = leftover_runs(folder.layout, print)
    assert (left.name, left.to_upload, len(left.journal.pending())) == (killed.name, True, 1)
    left.close(NOW)


def test_runs_kept_off_s3_stay_off_it(folder):
    killed = folder.start(to_upload=False)
    add(killed, 1, "A")
    die(killed)
    (left,) = leftover_runs(folder.layout, print)
    left.journal.record_file("runs/x.json", 2)
    assert (left.to_upload, left.journal.pending()) == (False, [])
    left.close(NOW)


def test_yesterdays_reported_run_leaves_no_journal(folder):
    stopped = folder.start()
    add(stopped, 1, "A")
    report(stopped)
    stopped.close(NOW)
    assert folder.names("state") == [f"{stopped.name}.sqlite3"]
    folder.start(OTHER, minutes=24 * 60).close(NOW)
    assert (folder.names("state"), folder.given_up) == ([], [])


def test_the_same_command_says_which_run_is_under_way(folder):
    run = folder.start()
    with pytest.raises(AlreadyRunningError, match=f"déjà en cours : collecte {run.name}"):
        folder.start(minutes=5)
    with pytest.raises(AlreadyRunningError, match=str(run.name)):  # across midnight too
        folder.start(minutes=24 * 60)
    folder.start(OTHER).close(NOW)
    run.close(NOW)
    folder.start(minutes=5).close(NOW)
    assert folder.names("state") == []


def test_a_run_whose_files_are_being_sent_is_waited_for(folder, monkeypatch):
    monkeypatch.setattr(start_run_module, "HELD_BY_UPLOADS", 0.1)
    killed = folder.start()
    add(killed, 1, "A")
    die(killed)
    (sending,) = leftover_runs(folder.layout, print)
    with pytest.raises(StorageError, match=f"{killed.name}, à reprendre, est occupée"):
        folder.start(minutes=5)
    sending.close(NOW)
    again = folder.start(minutes=5)
    assert again.name == killed.name
    again.close(NOW)


def test_a_damaged_journal_keeps_no_command_from_starting(folder, caplog):
    folder.layout.state.mkdir()
    for day in ("20261123", "20261122"):
        (folder.layout.state / f"all_{day}_000000.sqlite3").write_bytes(b"no database, whatever")
    run = folder.start()
    assert "Journal illisible" in caplog.text
    run.close(NOW)


def test_another_source_is_another_command(folder):
    other = replace(ALL, source="http://127.0.0.1:8080/o")
    here = folder.start()
    add(here, 1, "A")
    there = folder.start(other)
    assert (here.source, there.source) == (API, other.source)
    assert there.name != here.name, "both are alive"
    for run in (here, there):
        die(run)
    assert folder.start(other).name != here.name
    assert folder.given_up == []


AT_ONCE = """
import sys, time
from datetime import datetime
from pathlib import Path
from ftcrawler.exceptions import AlreadyRunningError
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.runs.start_run import Command
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.start_run import Command, RunStarter
now = datetime(2026, 11, 23, 21, 15, tzinfo=PARIS)
starting = RunStarter(DataLayout(Path(sys.argv[1])), now, print)
time.sleep(max(0, float(sys.argv[2]) - time.time()))
try:
    run = starting.start(Command("all", "https://api.test/o", {}, {}), to_upload=False)
except AlreadyRunningError as exc:
    print(exc)
else:
    print("alone", run.name, flush=True)
    sys.stdin.read()
    run.close(now)
"""


def test_of_commands_that_start_at_the_same_instant_one_runs(tmp_path):
    at = str(time.time() + 1.5)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", AT_ONCE, str(tmp_path), at],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = []
    for process in processes:
        assert process.stdout is not None
        said.append(process.stdout.readline())
    for process in processes:
        process.communicate("", timeout=20)
    alone = [line for line in said if line.startswith("alone")]
    assert alone == ["alone all_20261123_211500\n"]
    assert sum("collecte all_20261123_211500" in line for line in said) == 3
    assert list((tmp_path / "state").iterdir()) == []
