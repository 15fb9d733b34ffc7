"""A town's name becomes INSEE codes, through a reference list that is read once."""

from __future__ import annotations

import json
import os
import time

import pytest

from ftcrawler.api.addresses import source_of
from ftcrawler.reference_lists import entries_kept

HERE = "http://api.test"


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=20_000)


def criteria_of(done):
    return [search["criteria"] for search in done.report["searches"]]


@pytest.mark.parametrize(
    ("location", "commune"),
    [
        ("bordeaux", "33063"),
        ("33063", "33063"),
        ("SAINT DENIS (93)", "93066"),
        ("st-denis (974)", "97411"),
    ],
)
def test_a_town_is_found_by_name_or_code(sandbox, run_crawl, location, commune):
    done = run_crawl(sandbox, "keywords", "keywords=vente", f"location={location}", "distance=20")
    expected = {"motsCles": "vente", "commune": commune, "distance": "20"}
    assert criteria_of(done) == [expected]
    assert sorted(done.ids) == sorted(sandbox.ids(expected))
    assert done.report["status"] == "complete"


def test_the_reference_list_is_read_once(sandbox, run_crawl):
    for location, read in (("Nice", 1), ("Cannes", 0)):
        done = run_crawl(sandbox, "keywords", "keywords=vente", f"location={location}")
        assert done.report["requests"]["referentiel"] == read
    assert (done.data / "cache/communes.json").exists()


def test_a_reference_list_is_that_of_one_server(sandbox, start_sandbox, run_crawl):
    for server, read in ((sandbox, 1), (start_sandbox(offers_count=300), 1)):
        done = run_crawl(server, "keywords", "keywords=vente", "location=Nice")
        assert done.report["requests"]["referentiel"] == read


def test_paris_is_its_department(sandbox, run_crawl):
    done = run_crawl(sandbox, "keywords", "keywords=vente", "location=Paris")
    assert criteria_of(done) == [{"motsCles": "vente", "departement": "75"}]


def test_lyon_is_its_arrondissements(sandbox, run_crawl):
    done = run_crawl(sandbox, "keywords", "keywords=vente", "location=Lyon", "distance=0")
    communes = [criteria["commune"].split(",") for criteria in criteria_of(done)]
    assert [len(codes) for codes in communes] == [5, 4]
    assert [code for codes in communes for code in codes] == [
        f"6938{number}" for number in range(1, 10)
    ]
    truth = {offer for criteria in criteria_of(done) for offer in sandbox.ids(criteria)}
    assert sorted(done.ids) == sorted(truth)


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("Saint-Denis", ["Seine-Saint-Denis", "La Réunion", 'location="Saint-Denis (93)"']),
        ("Bordau", ["Bordeaux"]),
        ("33000", ["Bordeaux", "33063"]),
    ],
)
def test_a_town_that_is_not_one_ends_the_run_before_its_first_search(
    sandbox, run_crawl, location, told
):
    done = run_crawl(sandbox, "keywords", "keywords=vente", f"location={location}")
    assert (done.code, done.report["reason"]) == (1, "bad_argument")
    assert all(text in done.stdout for text in told), done.stdout
    assert sandbox.arrivals == []
    assert "Traceback" not in done.log


def test_a_reference_list_that_cannot_be_had_fails_the_run(start_sandbox, run_crawl):
    nobody = "http://127.0.0.1:9/partenaire/offresdemploi"
    done = run_crawl(
        start_sandbox(offers_count=10),
        "keywords",
        "keywords=vente",
        "location=Nice",
        "RETRY_TIMES=1",
        URL_API_FRANCE_TRAVAIL=nobody,
    )
    assert (done.code, done.report["reason"]) == (3, "api_unreachable")
    assert "connexion refusée" in done.stdout


def test_a_token_refused_while_the_town_is_looked_up_is_still_told(start_sandbox, run_crawl):
    sandbox = start_sandbox("token-refuse", offers_count=10)
    done = run_crawl(sandbox, "keywords", "keywords=vente", "location=Nice")
    assert (done.code, done.report["reason"]) == (3, "auth_failed")
    assert "Erreur: Impossible d'obtenir un token d'accès : invalid_client" in done.stdout


def test_a_disk_that_refuses_the_reference_list_is_told_as_such(sandbox, run_crawl, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/cache").write_text("a file, where a folder should be")
    done = run_crawl(sandbox, "keywords", "keywords=vente", "location=Nice")
    assert (done.code, done.report["reason"]) == (3, "storage_failed")
    assert "Impossible d'écrire" in done.stdout


def test_a_damaged_reference_list_is_read_again_and_said(sandbox, run_crawl, tmp_path):
    kept = tmp_path / "data/cache/communes.json"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b'[{"code": "06088", "libelle": "NI')
    done = run_crawl(sandbox, "keywords", "keywords=vente", "location=Nice")
    assert (done.code, done.report["requests"]["referentiel"]) == (0, 1)
    assert f"Référentiel abîmé, relu de l'API : {kept}" in done.log
    assert len(entries_kept(kept, source_of(sandbox.env()["URL_API_FRANCE_TRAVAIL"])) or ()) > 100


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"[1]", b'[{"code": 1, "libelle": ""}]'])
def test_what_is_no_reference_list_is_not_taken_for_one(tmp_path, caplog, content):
    path = tmp_path / "communes.json"
    path.write_bytes(content)
    assert entries_kept(path, HERE) is None
    assert str(path) in caplog.text


def test_nor_is_a_folder_nor_one_of_another_time(tmp_path):
    path = tmp_path / "communes.json"
    path.mkdir()
    assert entries_kept(path, HERE) is None
    path.rmdir()
    entries = [{"code": "33063", "libelle": "Bordeaux"}]
    path.write_text(json.dumps({"source": HERE, "entries": entries}))
    assert entries_kept(path, "http://elsewhere.test") is None
    assert entries_kept(path, HERE) == entries
    for days in (-400, 400):
        moment = time.time() + days * 24 * 3600
        os.utime(path, (moment, moment))
        assert entries_kept(path, HERE) is None
