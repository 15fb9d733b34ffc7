"""What a run that is stopped says of itself, at whatever moment it is."""

from __future__ import annotations

import signal
import time

import pytest

from ftcrawler.reporting.french import number

from .stopping import begin, end, stopped


def is_accounted_for(done):
    """Check that report, closing line and alert tell the same, and that it adds up."""
    search = done.search
    collected, missing = len(set(done.ids)), search["missing"]
    assert search["collected"] == collected == len(done.ids)
    assert missing == search["announced"] - search["vanished"] - collected
    assert f"{number(collected)} offres sur {number(search['announced'])} annonc" in done.stdout
    assert f"{number(missing)} manquantes, détail" in done.stdout
    assert f"« all » : {number(missing)} offres manquante(s)" in done.log


@pytest.mark.parametrize("searches", [1, 3, 30])
def test_what_is_missing_is_what_is_not_on_disk(start_sandbox, tmp_path, searches):
    sandbox = start_sandbox(offers_count=20_000, latency=(100, 100))
    done = stopped(tmp_path, sandbox, "all", "max_pages=0", searches=searches, by=signal.SIGINT)
    assert (done.code, done.report["status"], done.report["reason"]) == (
        *(4, "incomplete"),
        "shutdown",
    )
    assert done.search["announced"] == 20_000
    is_accounted_for(done)


def test_a_second_ctrl_c_does_not_change_the_arithmetic(start_sandbox, tmp_path):
    sandbox = start_sandbox("hang:range=1350-1499", offers_count=3000)
    crawl = begin(tmp_path, sandbox, "all")
    sandbox.wait_for_searches(19, crawl)
    crawl.send_signal(signal.SIGINT)
    time.sleep(1)
    done = end(crawl, tmp_path, by=signal.SIGINT)
    assert (done.code, done.report["reason"], done.search["announced"]) == (4, "shutdown", 3000)
    assert done.search["collected"] > 150
    is_accounted_for(done)


def test_a_run_that_has_read_everything_is_complete_though_it_was_stopped(start_sandbox, tmp_path):
    sandbox = start_sandbox(offers_count=450)
    done = stopped(tmp_path, sandbox, "all", searches=3, by=signal.SIGINT)
    assert (done.code, done.report["status"], done.report["reason"]) == (0, "complete", "finished")
    assert "Collecte complète ; 450 offres sur 450 annoncées" in done.stdout
    assert "Alerte" not in done.log


def test_one_that_nobody_has_answered_says_so(start_sandbox, tmp_path):
    sandbox = start_sandbox("hang", offers_count=450)
    crawl = begin(tmp_path, sandbox, "all", "DOWNLOAD_TIMEOUT=2")
    sandbox.wait_for_searches(1, crawl)
    done = end(crawl, tmp_path, by=signal.SIGINT)
    assert done.search["announced"] is None
    assert "0 offre, l'API n'a pas dit combien il y en a" in done.stdout
    assert "manquante" not in done.stdout
