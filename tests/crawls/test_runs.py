"""`scrapy runs`: what it says of runs that ended, were killed, or cannot be read."""

from __future__ import annotations

import json
import signal

import pytest

from .crawling import scrapy
from .stopping import begin, end


@pytest.fixture
def runs(data):
    """Run the command on the test's data folder."""

    def run(*options, **variables):
        return scrapy("runs", *options, data=data, variables=variables)

    return run


def test_after_a_crawl(start_sandbox, run_crawl, runs, data):
    done = run_crawl(start_sandbox(offers_count=400), "all", "max_pages=2")
    report = done.report
    (summary,) = json.loads(runs("--json").stdout)
    assert summary == {
        **{key: report[key] for key in ("run", "spider", "source", "started", "finished")},
        "seconds": summary["seconds"],
        "status": "truncated",
        "reason": "finished",
        "message": None,
        "collected": 300,
        "announced": 400,
        "missing": 100,
        "requests": 2,
        "pending": 0,
        "searches": ["all"],
    }
    (data / "runs" / "all_20261101_000000.json").write_text("{half a rep")
    table = runs(COLUMNS="80")
    assert table.code == 0
    assert "limitée" in table.stdout
    assert report["run"] in table.stdout
    assert "300/400" in table.stdout
    assert "all_20261101_000000.json" in table.log
    assert "all_20261101" not in table.stdout


def test_what_was_searched_and_no_refused_typo(start_sandbox, run_crawl, runs):
    sandbox = start_sandbox(offers_count=400)
    run_crawl(sandbox, "keywords", "keywords=data scientist", "departement=75")
    assert run_crawl(sandbox, "keywords", "keyword=data").code == 1
    shown = runs(COLUMNS="100").stdout
    assert "« data_scientist__departement-75 »" in shown
    assert "bad_argument" not in shown
    assert "bad_argument : Erreur: " in runs("--all", COLUMNS="100").stdout
    assert len(json.loads(runs("--json").stdout)) == 2


def test_alive_then_killed(start_sandbox, runs, data):
    sandbox = start_sandbox(offers_count=3000)
    alive = begin(data, sandbox, "all", "max_pages=0", delay=0.3)
    sandbox.wait_for_searches(4, alive)
    alive.send_signal(signal.SIGSTOP)
    (running,) = json.loads(runs("--json").stdout)
    assert alive.poll() is None
    killed = end(alive, data, by=signal.SIGKILL)
    assert killed.reports == []
    (interrupted,) = json.loads(runs("--json").stdout)
    assert (running["status"], interrupted["status"]) == ("running", "interrupted")
    assert running["run"] == interrupted["run"]
    assert (interrupted["announced"], interrupted["finished"]) == (3000, None)
    # A page may be on disk that the journal does not know yet.
    assert 0 < interrupted["collected"] <= len(killed.ids)
    assert "interrompue" in runs().stdout


def test_nothing_at_all(runs):
    assert json.loads(runs("--json").stdout) == []
    nothing = runs()
    assert (nothing.code, nothing.log) == (0, "")
    assert nothing.stdout.startswith("Aucune collecte dans ")


@pytest.mark.parametrize("options", [("--last", "0"), ("--spider", "al"), ("more",)])
def test_wrong_options(runs, options):
    wrong = runs(*options)
    assert (wrong.code, wrong.stdout) == (2, "")
