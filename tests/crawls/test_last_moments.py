"""What happens at the very end of a run changes nothing of what it came to, and is told."""

from __future__ import annotations

import signal

import pytest

from .crawling import scrapy
from .stopping import begin, end

CLOSING = "Closing spider (finished)"
# Python puts the handlers of programs away before it ends, and heeds signals until it has.
AT_EXIT = """
import atexit
import signal

for each in (signal.SIGTERM, signal.SIGINT):
    atexit.register(lambda each=each: print(each.name, signal.getsignal(each).name))
"""
RAISING = """
class Raising:
    def process_item(self, item):
        raise KeyError("cassé")
"""


def test_a_signal_that_comes_when_all_is_over_is_too_late(start_sandbox, run_crawl, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(AT_EXIT)
    done = run_crawl(start_sandbox(offers_count=100), "all", PYTHONPATH=str(tmp_path))
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert done.stdout.splitlines()[-2:] == ["SIGINT SIG_IGN", "SIGTERM SIG_IGN"]


@pytest.mark.parametrize("times", [1, 2])
def test_so_is_one_that_comes_while_the_report_is_written(start_sandbox, data, times):
    crawl = begin(data, start_sandbox(offers_count=100), "all")
    assert crawl.stderr
    said = []
    for line in crawl.stderr:
        said.append(line)
        if CLOSING in line:
            break
    for _ in range(times):
        crawl.send_signal(signal.SIGTERM)
    done = end(crawl, data)
    assert (done.code, done.report["status"]) == (0, "complete"), [*said, done.log]
    assert "Traceback" not in done.log
    assert list((data / "state").iterdir()) == []


def test_a_report_that_cannot_be_written_hides_nothing(start_sandbox, run_crawl, data):
    sandbox = start_sandbox(offers_count=450)
    data.mkdir()
    (data / "runs").write_text("a file, where the folder of reports should be")
    first = run_crawl(sandbox, "all")
    assert first.code == 3
    assert len(first.ids) == 450
    assert "450 offres sur 450 annoncées" in first.stdout
    assert "rapport non écrit : Impossible d'écrire" in first.stdout
    assert "Données : 3 fichiers" in first.stdout
    assert first.stdout.endswith("Rapport : non écrit\n")
    (data / "runs").unlink()
    asked = len(sandbox.questions)
    again = run_crawl(sandbox, "all")
    assert (again.code, again.report["status"]) == (0, "complete")
    assert (len(again.ids), len(sandbox.questions)) == (450, asked)


def test_an_error_that_nobody_foresaw_is_the_last_words_of_the_run(
    start_sandbox, run_crawl, tmp_path
):
    (tmp_path / "raising.py").write_text(RAISING)
    done = run_crawl(
        start_sandbox(offers_count=450),
        "all",
        'ITEM_PIPELINES={"raising.Raising": 150}',
        PYTHONPATH=str(tmp_path),
    )
    assert (done.code, done.report["status"]) == (4, "incomplete")
    assert "Erreur imprévue : KeyError: 'cassé' (trace dans le journal)" in done.stdout
    assert done.report["message"].startswith("Erreur imprévue : KeyError")


@pytest.mark.parametrize("command", [["crawl", "all"], ["plan", "all"]])
@pytest.mark.parametrize("variable", ["URL_API_FRANCE_TRAVAIL", "URL_POLE_EMPLOI"])
def test_a_malformed_address_exits_1_before_anything_is_asked(
    start_sandbox, data, command, variable
):
    sandbox = start_sandbox(offers_count=10)
    variables = {**sandbox.env(), variable: "https://me:s3cret@[::1"}
    done = scrapy(*command, data=data, variables=variables)
    assert done.code == 1, done.log
    assert f"Erreur: {variable} : adresse mal formée" in done.stdout
    assert "s3cret" not in done.stdout + done.log
    assert "Traceback" not in done.log
    assert sandbox.log == []


@pytest.mark.parametrize("setting", ["FT_ALERT_ERRORS=beaucoup", "FT_ALERT_STATUSES=ok"])
def test_a_setting_that_is_refused_leaves_no_run_behind(start_sandbox, run_crawl, data, setting):
    done = run_crawl(start_sandbox(offers_count=10), "all", setting)
    assert (done.code, done.report["reason"]) == (1, "bad_configuration")
    assert list((data / "state").iterdir()) == []
    runs = scrapy("runs", "--json", data=data, variables={})
    assert runs.stdout.count('"run"') == 1
    assert "interrupted" not in runs.stdout
