"""A crawl in a process of its own: what it says, when it is cut, and its report, whatever else."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import pytest

from ftcrawler.crawling.crawl_command import CrawlCommand
from ftcrawler.crawling.crawl_process import (
    Ended,
    TimeLimit,
    crawl_environment,
    run_crawl,
    start_crawl,
)
from ftcrawler.crawling.crawl_report import report_of
from ftcrawler.runs.report import Report
from tests.crawls.crawling import ROOT, environment

KILLED = "Tuée."
NOW, LATER = (lambda: 0.0), (lambda: 60.0)
SLOW = {"delay": "0.05", "max_pages": "0"}


@pytest.fixture
def command(sandbox, data):
    """Make the command of a crawl of the sandbox."""

    def make(**arguments):
        return CrawlCommand(
            "all",
            {"delay": "0", **arguments},
            {"FT_QUOTA": "0"},
            folder=ROOT,
            environment=environment(data, sandbox.env()),
        )

    return make


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=3000)


@pytest.fixture
def once_it_runs(sandbox):
    """Return what is over as soon as the crawl has asked for some pages."""
    return lambda: 0.0 if len(sandbox.arrivals) >= 3 else 60.0


def test_its_code_its_words_and_its_report_while_something_else_is_done(command):
    looks: list[float] = []
    ended = run_crawl(
        command(max_pages="2"), beside=lambda: looks.append(time.monotonic()), capture=True
    )
    assert len(looks) > 2
    assert (ended.code, ended.stopped, ended.killed, ended.cut) == (0, False, False, False)
    assert "Collecte arrêtée à max_pages" in ended.output
    assert "Spider opened" in ended.log
    report = report_of(ended, killed=KILLED)
    assert report is not None
    assert (report.status, report.offers["collected"]) == ("truncated", 300)


def test_it_is_found_among_others_that_are_newer(command, data):
    ended = run_crawl(command(max_pages="1"), capture=True)
    assert ended.report_path is not None
    other = ended.report_path.with_name("all_20991231_235959.json")
    other.write_bytes(ended.report_path.read_bytes().replace(b'"all_', b'"other_'))
    report = report_of(ended, killed=KILLED)
    assert report is not None
    assert report.run == ended.report_path.stem


def test_what_is_refused_has_a_report_too(command):
    ended = run_crawl(command(departement="75", region="11", code_rome="M1805"), capture=True)
    report = report_of(ended, killed=KILLED)
    assert report is not None
    assert (ended.code, report.reason) == (1, "bad_argument")


def test_no_run_no_report(command, data):
    data.write_text("a file where the folder should be")
    ended = run_crawl(command(), capture=True)
    assert ended.code == 3
    assert report_of(ended, killed=KILLED) is None


def test_a_run_file_that_cannot_be_written_leaves_a_report_and_no_run_to_take_up(
    command, data, tmp_path
):
    folder = tmp_path / "folder"
    folder.mkdir()
    crawl = start_crawl(command(), capture=True, run_file=folder)
    output, _ = crawl.communicate()
    assert crawl.returncode == 3
    assert f"Impossible d'écrire {folder}" in output
    (report,) = (data / "runs").iterdir()
    assert Report.from_json(report.read_bytes()).status == "failed"
    assert str(report.name) in output
    assert not list((data / "state").glob("*.sqlite3"))


def test_it_is_asked_to_stop(command, once_it_runs):
    limit = TimeLimit(to_stop=once_it_runs, to_kill=LATER)
    ended = run_crawl(command(**SLOW), limit=limit, capture=True)
    report = report_of(ended, killed=KILLED)
    assert report is not None
    assert (ended.code, ended.stopped, ended.killed, ended.cut) == (4, True, False, False)
    assert (report.status, report.reason) == ("incomplete", "shutdown")


def test_it_is_killed_and_its_journal_tells(command, once_it_runs):
    limit = TimeLimit(to_stop=LATER, to_kill=once_it_runs)
    ended = run_crawl(command(**SLOW), limit=limit, capture=True)
    report = report_of(ended, killed=KILLED)
    assert report is not None
    assert (ended.code, ended.killed, ended.cut) == (-signal.SIGKILL, True, True)
    assert (report.status, report.message) == ("incomplete", KILLED)
    assert report.searches[0].announced == 3000


def test_a_run_that_is_taken_up_again_and_killed_does_not_tell_its_earlier_report(
    command, sandbox, once_it_runs
):
    stop = TimeLimit(to_stop=once_it_runs, to_kill=LATER)
    first = run_crawl(command(**SLOW), limit=stop, capture=True)
    before = len(sandbox.arrivals)
    kill = TimeLimit(LATER, lambda: 0.0 if len(sandbox.arrivals) > before else 60.0)
    second = run_crawl(command(**SLOW), limit=kill, capture=True)
    assert second.report_path == first.report_path
    report = report_of(second, killed=KILLED)
    assert report is not None
    assert (report.resumed, report.message) == (1, KILLED)


def test_cut_by_its_limit_only_if_it_could_not_say_so():
    assert Ended(code=-signal.SIGTERM, stopped=True).cut
    assert not Ended(code=-signal.SIGTERM).cut  # somebody else's
    assert not Ended(code=4, stopped=True).cut


def test_ctrl_c_is_left_to_the_crawl(command, sandbox):
    """A terminal sends it to both; one that comes to this process alone changes nothing."""

    def press():
        sandbox.wait_for_searches(1)
        os.kill(os.getpid(), signal.SIGINT)

    presses = threading.Thread(target=press)
    presses.start()
    ended = run_crawl(command(max_pages="2", delay="0.3"), capture=True)
    presses.join()
    assert (ended.code, ended.stopped) == (0, False)


def test_a_crawl_finds_modules_and_settings_from_any_folder(sandbox, data, tmp_path, monkeypatch):
    for name in list(os.environ):
        if name not in environment(data, {}):
            monkeypatch.delenv(name)
    given = crawl_environment(**sandbox.env(), FT_DATA_DIR=str(data), PYTHON_DOTENV_DISABLED="1")
    assert sys.path[0] in given["PYTHONPATH"].split(os.pathsep)
    arguments = {"max_pages": "1", "delay": "0"}
    elsewhere = CrawlCommand("all", arguments, folder=tmp_path, environment=given)
    assert run_crawl(elsewhere, capture=True).code == 0
