"""Pages that go from the disk: the run says so, and the same command brings them back."""

from __future__ import annotations

import json
import shutil
import signal

import pytest

from .stopping import begin, end

OFFERS = 3000


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=OFFERS)


def start(data, sandbox, searches=8):
    process = begin(data, sandbox, "all", delay=0.15)
    sandbox.wait_for_searches(searches, process)
    process.send_signal(signal.SIGSTOP)  # it neither ends nor writes meanwhile
    return process


def pages(data):
    """Return the pages, in the order of their numbers."""
    found = (data / "raw/france_travail").glob("*.json")
    return sorted(found, key=lambda path: int(path.stem.rpartition("_p")[2]))


def assert_whole(done, sandbox):
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    ids = [
        offer["id"]
        for path in pages(done.data)
        if path.is_file()
        for offer in json.loads(path.read_bytes())["resultats"]
    ]
    assert sorted(ids) == sorted(sandbox.ids({}))
    assert done.report["fields"]["id"]["types"] == {"string": OFFERS}
    assert list((done.data / "state").iterdir()) == []


def test_pages_lost_in_the_middle_make_a_run_incomplete_and_come_again(sandbox, run_crawl, data):
    process = start(data, sandbox)
    deleted, cut, replaced = pages(data)[:3]
    deleted.unlink()
    cut.write_bytes(cut.read_bytes()[:1000])
    replaced.unlink()
    replaced.mkdir()
    done = end(process, data, by=signal.SIGCONT)
    assert (done.code, done.report["status"]) == (4, "incomplete")
    (search,) = done.report["searches"]
    assert (search["collected"], search["missing"], search["pages"]) == (2550, 450, 17)
    assert "3 page(s) absente(s) du disque" in search["problems"][0]
    assert "avec 450 offre(s)" in search["problems"][0]
    assert deleted.name in search["problems"][0]
    assert "450 manquantes" in done.stdout
    asked = len(sandbox.questions)
    again = run_crawl(sandbox, "all")
    assert_whole(again, sandbox)
    assert len(sandbox.questions) == asked + 3


@pytest.mark.parametrize("lose", ["some", "all"])
def test_pages_lost_between_a_kill_and_its_resumption_come_again(sandbox, run_crawl, data, lose):
    process = start(data, sandbox)
    end(process, data, by=signal.SIGKILL)
    if lose == "all":
        shutil.rmtree(data / "raw")
    else:
        first, second, *_ = pages(data)
        first.unlink()
        second.write_bytes(second.read_bytes() + b" ")
    again = run_crawl(sandbox, "all")
    assert_whole(again, sandbox)
    assert "Elles sont redemandées" in again.log
    assert again.report["resumed"] == 1


def test_a_data_folder_that_goes_in_the_middle_fails_the_run(sandbox, run_crawl, data, tmp_path):
    process = start(data, sandbox)
    data.rename(tmp_path / "elsewhere")
    done = end(process, data, by=signal.SIGCONT)
    assert (done.code, done.report["status"], done.report["reason"]) == (
        3,
        "failed",
        "storage_failed",
    )
    assert done.report["offers"]["collected"] == 0
    assert "Le journal de la collecte a disparu" in done.stdout
    shutil.rmtree(data)
    assert_whole(run_crawl(sandbox, "all"), sandbox)


def test_what_was_complete_today_and_is_gone_is_collected_again(sandbox, run_crawl, data):
    before = run_crawl(sandbox, "all").report["run"]
    pages(data)[3].unlink()
    again = run_crawl(sandbox, "all")
    assert f"(collecte {before}), mais ses pages ne sont plus toutes" in again.log
    assert again.report["run"] != before
    assert (again.report["status"], again.report["offers"]["collected"]) == ("complete", OFFERS)
    assert run_crawl(sandbox, "all").report["status"] == "skipped"
