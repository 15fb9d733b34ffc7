"""`scrapy check-api` as a user runs it, against the sandbox."""

from __future__ import annotations

from tests.crawls.crawling import scrapy

from .lines import CLIENT_SECRET, UNSEEN, told

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


def test_a_quoted_secret(sandbox_at, check_api):
    sandbox = sandbox_at()
    done = check_api(sandbox, POLE_EMPLOI_CLIENT_SECRET=f'"{CLIENT_SECRET}"')
    assert done.code == 1
    lines = told(done)
    cause = "ÉCHEC guillemet au début et à la fin. Remède : "
    assert lines["POLE_EMPLOI_CLIENT_SECRET"].startswith(cause)
    assert lines["identifiants"].startswith(UNSEEN)
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


def test_no_api(sandbox_at, check_api):
    done = check_api(sandbox_at(), URL_API_FRANCE_TRAVAIL="http://127.0.0.1:9/offres")
    assert done.code == 1
    lines = told(done)
    assert all(lines[name].startswith("ok") for name in (*BEFORE_THE_API, "horloge"))
    assert lines["recherche"].startswith("ÉCHEC http://127.0.0.1:9 : connexion refusée. Remède : ")
    assert lines["en-têtes de quota"].startswith(UNSEEN)


def test_the_api_refuses(sandbox_at, check_api):
    done = check_api(sandbox_at("status-429:retry-after=7"))
    assert done.code == 1
    lines = told(done)
    assert all(lines[name].startswith("ok") for name in BEFORE_THE_API)
    cause = "trop de requêtes (HTTP 429, attente demandée : 7 s). Remède : Att"
    assert f" : {cause}" in lines["recherche"]
    assert lines["recherche"].startswith("ÉCHEC")


def test_takes_no_argument(tmp_path):
    done = scrapy("check-api", "keywords", data=tmp_path, variables={})
    assert done.code == 2
    assert "Argument inattendu : « keywords »." in done.stdout + done.log
