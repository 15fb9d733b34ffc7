"""Each way in which the API can fail: mended where asking again helps, else named."""

from __future__ import annotations

from itertools import pairwise

import pytest

PASSING = [
    "status-500",
    "status-502",
    "status-503",
    "reset",
    "truncated",
    "html",
    "invalid-json",
    "no-resultats",
    "no-content-range",
    "no-ids",
    "short-page",
]
LASTING = {
    "status-500": "HTTP 500",
    "reset": "connexion coupée",
    "truncated": "réponse tronquée",
    "html": "page HTML",
    "no-resultats": "réponse sans liste « resultats »",
}
DEFECTS = {
    "no-content-range": ("en-tête Content-Range absent", 150),
    "invalid-json": ("offre(s) illisible(s), laissée(s) de côté", None),
    "no-ids": ("sans identifiant « id »", None),
    "short-page": ("reçue(s) sur 150 annoncée(s)", 75),
}


@pytest.mark.parametrize("kind", PASSING)
def test_a_passing_fault_costs_a_retry_and_no_offer(start_sandbox, run_crawl, kind):
    sandbox = start_sandbox(f"{kind}:times=2:range=150-299", offers_count=450)
    done = run_crawl(sandbox, "all")
    assert (done.code, done.report["status"]) == (0, "complete"), done.log
    assert sorted(done.ids) == sorted(sandbox.ids({}))
    assert done.report["requests"]["retried"] == 2
    assert done.report["requests"]["search"] == 5


@pytest.mark.parametrize("kind", LASTING)
def test_a_lasting_fault_is_named_and_stops_no_other_page(start_sandbox, run_crawl, kind):
    sandbox = start_sandbox(f"{kind}:range=150-299", offers_count=450)
    done = run_crawl(sandbox, "all", "RETRY_TIMES=2")
    assert (done.code, done.report["status"]) == (4, "incomplete")
    assert (done.search["collected"], done.search["missing"]) == (300, 150)
    (problem,) = done.search["problems"]
    assert problem.startswith("page 2 : ")
    assert LASTING[kind] in problem
    assert problem.removeprefix("page 2 : ") in done.log
    assert "Traceback" not in done.log


@pytest.mark.parametrize("kind", DEFECTS)
def test_what_a_defective_page_holds_is_kept_and_the_defect_named(start_sandbox, run_crawl, kind):
    told, kept = DEFECTS[kind]
    sandbox = start_sandbox(f"{kind}:range=150-299", offers_count=450)
    done = run_crawl(sandbox, "all", "RETRY_TIMES=1")
    assert (done.code, done.report["status"]) == (4, "incomplete")
    assert any(told in problem for problem in done.search["problems"])
    if kept is not None:
        assert done.search["collected"] == 300 + kept
    assert 300 < done.search["collected"] <= 450
    assert done.search["missing"] == 450 - done.search["collected"]


def test_no_answer_in_time_is_asked_again(start_sandbox, run_crawl):
    sandbox = start_sandbox("hang:times=1:range=150-299", offers_count=450)
    done = run_crawl(sandbox, "all", "DOWNLOAD_TIMEOUT=1")
    assert (done.report["status"], done.search["collected"]) == ("complete", 450)


def test_a_refusal_is_told_in_the_words_of_the_api(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-400:range=150-299", offers_count=450)
    done = run_crawl(sandbox, "all")
    (problem,) = done.search["problems"]
    assert problem.startswith("page 2 : HTTP 400 : ")
    assert len(problem) > len("page 2 : HTTP 400 : ")
    assert done.report["requests"]["retried"] == 0
    assert (done.code, done.search["collected"]) == (4, 300)


def test_a_commune_that_the_api_refuses_is_told_in_its_words(start_sandbox, run_crawl):
    done = run_crawl(start_sandbox(offers_count=450), "all", "commune=99999")
    assert done.search["problems"] == [
        "page 1 : HTTP 400 : Valeur du paramètre « commune » incorrecte."
    ]
    assert (done.code, done.report["status"]) == (4, "incomplete")


def test_an_api_that_is_down_fails_the_run(start_sandbox, run_crawl):
    done = run_crawl(start_sandbox("status-503", offers_count=450), "all", "RETRY_TIMES=1")
    assert (done.code, done.report["status"], done.report["reason"]) == (
        3,
        "failed",
        "api_unreachable",
    )
    assert "Erreur: l'API ne répond pas (HTTP 503). Vérifiez le réseau" in done.stdout


def test_an_api_that_nobody_answers_for_fails_the_run(start_sandbox, run_crawl):
    sandbox = start_sandbox(offers_count=10)
    nobody = "http://127.0.0.1:9/partenaire/offresdemploi"
    done = run_crawl(sandbox, "all", "RETRY_TIMES=1", URL_API_FRANCE_TRAVAIL=nobody)
    assert (done.code, done.report["reason"]) == (3, "api_unreachable")
    assert "connexion refusée" in done.search["problems"][0]


def test_one_search_that_fails_stops_no_other(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-500:times=2:from=1", offers_count=2000)
    done = run_crawl(sandbox, "sector", "sector=commerce", "RETRY_TIMES=0", "max_pages=0")
    statuses = [search["status"] for search in done.report["searches"]]
    assert statuses.count("incomplete") == 2
    assert "complete" in statuses
    assert (done.code, done.report["status"]) == (4, "incomplete")


def test_429_pauses_every_request_for_retry_after(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-429:times=1:from=5:retry-after=2", offers_count=3000)
    done = run_crawl(sandbox, "all")
    assert (done.report["status"], done.search["collected"]) == ("complete", 3000)
    assert done.report["requests"]["by_status"] == {"206": 20, "429": 1}
    entries = [entry for entry in sandbox.log if "/search" in entry["path"]]
    refused = next(entry["arrival"] for entry in entries if entry["status"] == 429)
    after = [entry["arrival"] - refused for entry in entries if entry["arrival"] > refused]
    # What was under way already may still arrive; nothing more leaves until the pause is over.
    assert not [gap for gap in after if 0.5 < gap < 1.95]


def test_the_quota_is_never_exceeded(start_sandbox, run_crawl):
    sandbox = start_sandbox(offers_count=3150, quota=10, latency=(50, 800))
    done = run_crawl(sandbox, "all")
    assert done.report["requests"]["by_status"] == {"206": 21}
    assert sandbox.stats()["max_per_second"] <= 10


def test_download_delay_is_honoured(start_sandbox, run_crawl):
    sandbox = start_sandbox(offers_count=900)
    run_crawl(sandbox, "all", "delay=0.3")
    arrivals = [entry["arrival"] for entry in sandbox.log if "/search" in entry["path"]]
    gaps = [b - a for a, b in pairwise(arrivals)]
    assert len(gaps) == 5
    assert min(gaps) > 0.25
