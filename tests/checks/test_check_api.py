"""`scrapy check-api` as a user runs it, against the sandbox."""

from __future__ import annotations

import pytest

from tests.crawls.crawling import scrapy

from .conftest import CLIENT_SECRET, told

UNSEEN = "- non vérifié"
BEFORE_THE_API = ("service de tokens", "identifiants", "portées")


def test_all_is_well(sandbox_at, check_api):
    sandbox = sandbox_at(quota=10)
    done = check_api(sandbox)
    assert done.code == 0
    lines = told(done)
    assert len(lines) == 11
    assert all(line.startswith("ok ") for line in lines.values())
    assert lines["recherche"] == f"ok {sandbox.base_url} annonce 1 234 offres"
    assert lines["en-têtes de quota"] == "ok 10 requêtes par seconde, reste 9"
    assert done.stdout.splitlines()[-1] == "Tout est en ordre."
    assert [entry["method"] for entry in sandbox.log] == ["POST", "GET"]


def test_no_quota_headers_is_no_failure(sandbox_at, check_api):
    done = check_api(sandbox_at())
    assert done.code == 0
    assert told(done)["en-têtes de quota"].startswith("avis absents. Remède : Rien à faire")
    assert done.stdout.splitlines()[-1] == "Tout est en ordre (1 avis)."


@pytest.mark.parametrize(
    ("value", "cause"),
    [
        ("", "absente ou vide"),
        (f'"{CLIENT_SECRET}"', "guillemet au début et à la fin"),
        (f" {CLIENT_SECRET}", "blanc ou caractère invisible au début"),
    ],
    ids=["missing", "quoted", "blank"],
)
def test_a_bad_variable(sandbox_at, check_api, value, cause):
    sandbox = sandbox_at()
    done = check_api(sandbox, POLE_EMPLOI_CLIENT_SECRET=value)
    assert done.code == 1
    lines = told(done)
    assert lines["POLE_EMPLOI_CLIENT_SECRET"].startswith(f"ÉCHEC {cause}. Remède : ")
    assert lines["POLE_EMPLOI_CLIENT_ID"].startswith("ok")
    assert lines["identifiants"].startswith(UNSEEN)
    assert lines["recherche"].startswith(UNSEEN)
    assert sandbox.log == []


def test_a_wrong_secret(sandbox_at, check_api):
    sandbox = sandbox_at()
    done = check_api(sandbox, POLE_EMPLOI_CLIENT_SECRET="anotherOne")
    assert done.code == 1
    lines = told(done)
    assert lines["service de tokens"].startswith("ok")
    assert lines["identifiants"].startswith("ÉCHEC refusés (invalid_client: ")
    assert "Remède : Recopiez" in lines["identifiants"]
    assert lines["portées"].startswith(UNSEEN)
    assert lines["recherche"].startswith(UNSEEN)
    assert done.stdout.splitlines()[-1] == "À corriger : 1 échec ; 3 points non vérifiés."


def test_a_wrong_scope(sandbox_at, check_api):
    done = check_api(sandbox_at(), POLE_EMPLOI_SCOPE="api_offresdemploiv1")
    assert done.code == 1
    lines = told(done)
    assert lines["identifiants"].startswith("ok")
    assert lines["portées"].startswith("ÉCHEC refusées (invalid_scope: ")
    assert "Remède : Ajoutez l'API « Offres d'emploi v2 »" in lines["portées"]
    assert lines["recherche"].startswith(UNSEEN)


def test_no_token_service(sandbox_at, check_api):
    done = check_api(sandbox_at(), URL_POLE_EMPLOI="http://127.0.0.1:9")
    assert done.code == 1
    lines = told(done)
    assert lines["service de tokens"].startswith("ÉCHEC http://127.0.0.1:9 : connexion refusée.")
    assert "Remède : Vérifiez le réseau, le proxy et URL_POLE_EMPLOI" in lines["service de tokens"]
    assert all(lines[name].startswith(UNSEEN) for name in ("identifiants", "recherche", "horloge"))


def test_no_api(sandbox_at, check_api):
    done = check_api(sandbox_at(), URL_API_FRANCE_TRAVAIL="http://127.0.0.1:9/offres")
    assert done.code == 1
    lines = told(done)
    assert all(lines[name].startswith("ok") for name in (*BEFORE_THE_API, "horloge"))
    assert lines["recherche"].startswith("ÉCHEC http://127.0.0.1:9 : connexion refusée. Remède : ")
    assert lines["en-têtes de quota"].startswith(UNSEEN)


@pytest.mark.parametrize(
    ("fault", "cause", "remedy"),
    [
        ("status-429:retry-after=7", "trop de requêtes (HTTP 429, attente demandée : 7 s)", "Att"),
        ("status-500", "API en panne (HTTP 500)", "Réessayez plus tard"),
    ],
)
def test_the_api_fails(sandbox_at, check_api, fault, cause, remedy):
    done = check_api(sandbox_at(fault))
    assert done.code == 1
    lines = told(done)
    assert all(lines[name].startswith("ok") for name in BEFORE_THE_API)
    assert f" : {cause}. Remède : {remedy}" in lines["recherche"]
    assert lines["recherche"].startswith("ÉCHEC")


def test_takes_no_argument(tmp_path):
    done = scrapy("check-api", "keywords", data=tmp_path, variables={})
    assert done.code == 2
    assert "Argument inattendu : « keywords »." in done.stdout + done.log
