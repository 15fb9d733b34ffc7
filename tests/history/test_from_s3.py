"""Runs that only the bucket has: applied like those of the disk, and not kept."""

from __future__ import annotations

import shutil

import pytest

from ftcrawler.endings import Status
from ftcrawler.exceptions import UploadError
from tests.crawls.crawling import scrapy
from tests.history.made_runs import SOURCE, History, offers
from tests.s3.conftest import BUCKET, moto, moto_server, store_at  # noqa: F401 (fixtures)
from tests.s3.variables import s3


@pytest.fixture
def store(moto, store_at):  # noqa: F811
    return store_at(moto.url)


@pytest.fixture
def elsewhere(tmp_path):
    """Return the data folder of another machine."""
    return History(tmp_path / "elsewhere")


@pytest.fixture
def send(store):
    """Send all that a data folder has of runs, and take it away there."""

    def do(history):
        for folder in ("raw", "runs"):
            for path in (history.root / folder).rglob("*.json*"):
                store.upload(path.relative_to(history.root).as_posix(), path)
            shutil.rmtree(history.root / folder)

    return do


def row_sets(history):
    return sorted(map(str, history.events()))


def test_the_same_as_from_the_disk(history, elsewhere, send, store, tmp_path):
    both = History(tmp_path / "both")
    for made in (elsewhere, both):
        made.run("20261121_020000", offers(map(str, range(400))))
        made.run(
            "20261122_020000",
            {"x": offers(["x1", "x2"]), "y": offers(["x1", "y1"])},
            spider="sector",
            sector="data",
        )
    both.update()
    send(elsewhere)
    done = history.update(remote=store)
    assert [each.run for each in done.applied] == ["all_20261121_020000", "sector_20261122_020000"]
    assert (done.lacking, done.first) == ({}, ("all", "x", "y"))
    assert row_sets(history) == row_sets(both)
    assert history.open_ids() == both.open_ids()
    assert not history.layout.raw.exists()
    assert not history.layout.runs.exists()
    assert history.update(remote=store).applied == ()


def test_the_order_of_starts_over_both(history, elsewhere, send, store):
    history.run("20261121_020000", offers("AB"))
    elsewhere.run("20261122_020000", offers("BC"))
    history.run("20261123_020000", offers("CD"))
    send(elsewhere)
    done = history.update(remote=store)
    assert [each.name.day for each in done.applied] == ["20261121", "20261122", "20261123"]
    elsewhere.run("20261122_050000", offers("E"))
    send(elsewhere)
    assert [str(each) for each in history.update(remote=store).refused] == ["all_20261122_050000"]


def test_answers_to_details_count(history, elsewhere, send, store):
    history.run("20261121_020000", offers("ABCDEFGH"))
    history.run("20261122_020000", offers("BCDEFGH"))
    history.update()
    shutil.copytree(history.root / "history", elsewhere.root / "history")
    assert elsewhere.ask("20261122_040000", {each["id"]: each for each in offers("BC")}) == ["A"]
    send(elsewhere)
    history.update(remote=store)
    assert ("fermee", "A") in history.told()


def test_of_a_run_on_both_the_disk_counts(history, elsewhere, send, store):
    run = history.run("20261121_020000", offers("A"))
    elsewhere.run("20261121_020000", offers("Z"))
    send(elsewhere)
    history.update(remote=store)
    assert history.told() == [("ouverte", "A")]
    assert [each.run for each in history.manifest.runs] == [str(run)]


def test_a_run_of_which_the_disk_has_the_report_alone(history, elsewhere, send, store):
    run = elsewhere.run("20261121_020000", offers("AB"))
    shutil.copytree(elsewhere.layout.runs, history.layout.runs)
    send(elsewhere)
    done = history.update(remote=store)
    assert (done.lacking, done.first) == ({}, ("all",))
    assert history.told(run) == [("ouverte", "A"), ("ouverte", "B")]


def test_what_the_bucket_lacks(history, elsewhere, send, store):
    elsewhere.run("20261121_020000", offers(map(str, range(200))))
    run = elsewhere.run("20261122_020000", {"x": offers("X"), "y": offers("Y")}, spider="sector")
    send(elsewhere)
    store.delete("raw/france_travail/france_travail_all_20261121_020000_p2.json")
    store.delete(f"runs/{run}_found_by.jsonl")
    done = history.update(remote=store)
    assert done.lacking == {
        "all_20261121_020000": ("pages : 1 sur 2",),
        str(run): ("liste de qui a trouvé quoi",),
    }
    assert done.first == ()


def test_other_apis_and_what_is_no_report(history, elsewhere, send, store, tmp_path):
    elsewhere.run("20261121_020000", offers("A"), source="https://other.test/offres")
    send(elsewhere)
    half = tmp_path / "half.json"
    half.write_text("{half")
    store.upload("runs/all_20261122_020000.json", half)
    assert history.update(remote=store).applied == ()
    assert history.unreadable == ["all_20261122_020000.json"]
    assert history.manifest.others == ("all_20261121_020000",)


def test_a_run_that_went_on_is_applied_again(history, elsewhere, send, store, monkeypatch):
    from ftcrawler.history.applying import pending_runs  # noqa: PLC0415 (it loads pyarrow)
    from ftcrawler.runs.paris_time import from_stamp  # noqa: PLC0415

    monkeypatch.setattr(pending_runs, "paris_now", lambda: from_stamp("20261121_120000"))
    for finished, held in (("one", "AB"), ("two", "ABC")):
        elsewhere.run("20261121_020000", offers(held), status=Status.INCOMPLETE, finished=finished)
        send(elsewhere)
        history.update(remote=store)
    assert history.open_ids() == ["A", "B", "C"]


def test_no_bucket_to_read(history, store_at):  # noqa: F811
    history.run("20261121_020000", offers("A"))
    with pytest.raises(UploadError):
        history.update(remote=store_at("http://127.0.0.1:1", patience=5))


@pytest.fixture
def command(history):
    def run(*arguments, **variables):
        variables = {"URL_API_FRANCE_TRAVAIL": SOURCE, **variables}
        return scrapy("history", "update", *arguments, data=history.root, variables=variables)

    return run


def test_the_command(history, elsewhere, send, command, moto):  # noqa: F811
    elsewhere.run("20261121_020000", offers("ABC"))
    send(elsewhere)
    assert "Rien à appliquer" in command(**s3(moto.url)).stdout
    done = command("--from-s3", **s3(moto.url))
    assert done.code == 0
    assert "all_20261121_020000 : 3 ouvertes" in done.stdout
    done = command("--from-s3", **s3(moto.url, "nowhere"))
    assert done.code == 4
    assert "bucket « nowhere » introuvable" in done.log
    done = command("--from-s3")
    assert done.code == 1
    assert "aucun bucket S3" in done.log
