from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime

import pytest

from ftcrawler.exceptions import StorageError
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.layout import DataLayout, report_key
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.runs.run import begin_run, leftover_runs

NOW = datetime(2026, 11, 23, 21, 15, 0, tzinfo=PARIS)
PAGE = StoredPage(key="raw/p1.json", label="all", size=1, ids=["A"], kept={"A"})


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_runs_of_the_same_second_get_two_names_and_stamps(tmp_path):
    layout = DataLayout(tmp_path)
    first, second = begin_run(layout, "all", NOW), begin_run(layout, "all", NOW)
    assert (str(first.name), str(second.name)) == ("all_20261123_211500", "all_20261123_211501")
    assert (first.stamp, second.stamp) == ("20261123_211500", "20261123_211501")
    first.close()
    second.close()


def test_runs_of_two_spiders_never_share_a_stamp_either(tmp_path):
    layout = DataLayout(tmp_path)
    first, second = begin_run(layout, "all", NOW), begin_run(layout, "keywords", NOW)
    assert (first.stamp, second.stamp) == ("20261123_211500", "20261123_211501")
    second.journal.record_page(PAGE)
    second.close()  # left over, not alive
    third = begin_run(layout, "sector", NOW.replace(second=1))
    assert third.stamp == "20261123_211502"
    first.close()
    third.close()


def test_a_damaged_journal_keeps_no_other_from_being_found(tmp_path):
    layout = DataLayout(tmp_path)
    run = begin_run(layout, "keywords", NOW)
    run.journal.record_page(PAGE)
    run.close()
    (layout.state / "all_20261123_211400.sqlite3").write_bytes(b"not a database, whatever")
    told: list[StorageError] = []
    (left,) = leftover_runs(layout, told.append)
    assert left.name == run.name
    assert "all_20261123_211400.sqlite3" in str(told)
    left.close()


def test_the_name_of_a_run_that_is_over_is_not_given_again(tmp_path):
    layout = DataLayout(tmp_path)
    first = begin_run(layout, "all", NOW)
    first.files.write(report_key(first.name), b"{}")
    first.close()
    second = begin_run(layout, "all", NOW)
    assert str(second.name) == "all_20261123_211501"
    second.close()


def test_a_run_that_leaves_nothing_to_do_leaves_nothing(tmp_path):
    layout = DataLayout(tmp_path)
    run = begin_run(layout, "all", NOW, to_upload=False)
    run.journal.record_page(PAGE)
    run.files.write(report_key(run.name), b"{}")
    run.close()
    assert names(layout.state) == []


def test_a_run_that_died_before_it_kept_anything_leaves_nothing(tmp_path):
    layout = DataLayout(tmp_path)
    begin_run(layout, "all", NOW).close()
    assert names(layout.state) == []


def test_a_run_with_files_to_upload_keeps_its_journal(tmp_path):
    layout = DataLayout(tmp_path)
    run = begin_run(layout, "all", NOW)
    run.journal.record_page(PAGE)
    run.files.write(report_key(run.name), b"{}")
    run.close()
    (left,) = leftover_runs(layout, print)
    assert (left.name, left.started, left.journal.pending()) == (run.name, NOW, ["raw/p1.json"])
    left.journal.mark_uploaded("raw/p1.json")
    left.close()
    assert names(layout.state) == []


def test_a_run_alive_is_not_left_over(tmp_path):
    layout = DataLayout(tmp_path)
    run = begin_run(layout, "all", NOW)
    assert list(leftover_runs(layout, print)) == []
    run.close()


KILLED = """
import sys
from datetime import datetime
from pathlib import Path
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.run import begin_run
run = begin_run(DataLayout(Path(sys.argv[1])), "all", datetime(2026, 11, 23, 21, 15, tzinfo=PARIS))
run.journal.record_page(StoredPage(key="raw/p1.json", label="all", size=1, ids=["A"], kept={"A"}))
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_killed_run_frees_its_lock_and_keeps_what_it_did(tmp_path):
    layout = DataLayout(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert list(leftover_runs(layout, print)) == []
        os.kill(process.pid, signal.SIGKILL)
    (left,) = leftover_runs(layout, print)
    assert not left.reported
    assert left.journal.claim(["A", "B"]) == {"B"}
    left.close()


def test_a_folder_that_refuses_is_told_in_french(tmp_path):
    (tmp_path / "data").write_text("a file, where a folder should be")
    with pytest.raises(StorageError, match="FT_DATA_DIR"):
        begin_run(DataLayout(tmp_path / "data"), "all", NOW)
