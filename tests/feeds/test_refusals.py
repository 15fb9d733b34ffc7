"""What cannot be written is said before anything is requested, and no file is touched."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox(offers_count=300)


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "offres.csv"
    path.write_text("good")
    return path


# What the command line has, and what is said.
@pytest.mark.parametrize(
    "case",
    [
        (["-s", "FEED_EXPORT_FIELDS=id,lieuTravail.libelle"], "colonne inconnue au format csv"),
        (["-s", "FEED_EXPORT_ENCODING=zorglub"], "option refusée : unknown encoding: zorglub"),
        (["-O", "ftpp://here/o.csv"], "ne peuvent pas être écrits"),
        (["-O", "{folder}/offres.csv/o.csv"], "impossible d'écrire à cet endroit"),
        (["-a", "zorglub=1"], "Argument inconnu"),
        (["-a", "departement=zorglub"], "departement"),
    ],
)
def test_a_refusal(crawl, sandbox, good, case):
    options, words = case
    given = [option.format(folder=good.parent) for option in options]
    done = crawl("-O", str(good), *given)
    assert done.code == 1, done.log
    assert words in done.stdout
    assert sandbox.log == []
    assert good.read_text() == "good"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"format": "parquet"}, "rien ne s'ajoute à un fichier parquet"),
        ({"format": "json"}, "rien ne s'ajoute à un fichier json"),
        ({"format": "zorglub"}, "format inconnu, « zorglub »"),
        ({"format": "parquet", "overwrite": True, "fields": ["lieuTravail_libelle"]}, "colonne"),
        ({"format": "jsonl", "fields": ["autres"]}, "colonne inconnue au format jsonl : autres"),
        ({"format": "csv", "item_export_kwargs": {"zorglub": 1}}, "zorglub"),
    ],
)
def test_a_refusal_of_the_settings(crawl, sandbox, good, options, words):
    done = crawl("-s", f"FEEDS={json.dumps({str(good): options})}")
    assert done.code == 1, done.log
    assert words in done.stdout
    assert sandbox.log == []
    assert good.read_text() == "good"


def test_a_crawl_that_gets_no_token_leaves_the_file_alone(crawl, sandbox, good):
    sandbox.set_faults("token-refuse:times=9")
    done = crawl("-O", str(good))
    assert done.code == 3
    assert good.read_text() == "good"


def test_a_town_that_is_not_found_leaves_the_file_alone(crawl, good):
    arguments = ("-a", "keywords=infirmier", "-a", "location=Zorglub")
    assert crawl(*arguments, "-O", str(good), spider="keywords").code == 1
    assert good.read_text() == "good"


def test_a_disk_that_is_full_is_told_and_the_same_command_mends_it(crawl, good):
    done = crawl("-O", "/dev/full:csv", "-O", str(good))
    assert done.code == 4
    assert "Fichier exporté abandonné" in done.log
    assert "Fichiers exportés absents ou incomplets" in done.stdout
    assert done.report["status"] == "complete"
    assert good.read_text().startswith('"id"'), "the other feed goes on"
    good.unlink()
    assert crawl("-O", str(good)).code == 0
    assert good.read_text().count('"Contrat travail"') > 1
