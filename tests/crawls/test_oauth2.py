"""Tokens: one for many, renewed, refused, and never seen anywhere."""

from __future__ import annotations

import pytest

SENTENCE = "Erreur: Impossible d'obtenir un token d'accès"


def tokens_given(sandbox):
    return sum("access_token" in entry["path"] for entry in sandbox.log)


def test_one_token_for_any_number_of_requests(start_sandbox, run_crawl):
    sandbox = start_sandbox(offers_count=3000, latency=(20, 60))
    done = run_crawl(sandbox, "all")
    assert done.report["requests"]["search"] == 20
    assert tokens_given(sandbox) == done.report["requests"]["token"] == 1


def test_a_token_is_renewed_before_it_expires(start_sandbox, run_crawl):
    sandbox = start_sandbox(offers_count=3000, token_lifetime=3.0)
    done = run_crawl(sandbox, "all", "delay=0.2", "CONCURRENT_REQUESTS=2")
    assert done.report["status"] == "complete"
    assert done.report["requests"]["by_status"] == {"206": 20}
    assert 2 <= done.report["requests"]["token"] <= 4
    assert tokens_given(sandbox) == done.report["requests"]["token"]


def test_a_refused_token_is_renewed_and_no_page_is_lost(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-401:times=3:from=4", offers_count=3000)
    done = run_crawl(sandbox, "all")
    assert (done.report["status"], done.search["collected"]) == ("complete", 3000)
    assert done.report["requests"]["by_status"] == {"206": 20, "401": 3}
    assert 2 <= done.report["requests"]["token"] <= 4


@pytest.mark.parametrize(
    ("options", "variables", "told"),
    [
        ({"client_id": "PAR_me", "client_secret": "right"}, {}, "invalid_client: Client auth"),
        ({}, {"POLE_EMPLOI_SCOPE": "api_quinexistepasv0"}, "invalid_scope: Unknown/invalid scope"),
    ],
)
def test_refused_credentials_or_scope_end_the_run_at_once(
    start_sandbox, run_crawl, options, variables, told
):
    sandbox = start_sandbox(offers_count=100, **options)
    variables = {
        "POLE_EMPLOI_CLIENT_ID": "PAR_me",
        "POLE_EMPLOI_CLIENT_SECRET": "wr0ng",
        **variables,
    }
    done = run_crawl(sandbox, "sector", **variables)
    assert (done.code, done.report["status"], done.report["reason"]) == (
        3,
        "failed",
        "auth_failed",
    )
    assert SENTENCE in done.stdout
    assert told in done.stdout
    assert "POLE_EMPLOI_CLIENT_SECRET" in done.stdout
    assert len(sandbox.log) == 1
    assert "Traceback" not in done.log


def test_a_token_service_that_falters_is_asked_again(start_sandbox, run_crawl):
    sandbox = start_sandbox("token-status-500:times=2", "token-reset:times=1", offers_count=100)
    done = run_crawl(sandbox, "all")
    assert done.report["status"] == "complete"
    assert tokens_given(sandbox) == 4


@pytest.mark.parametrize("fault", ["token-status-500", "token-garbage"])
def test_a_token_service_that_stays_down_fails_the_run(start_sandbox, run_crawl, fault):
    done = run_crawl(start_sandbox(fault, offers_count=100), "all", "RETRY_TIMES=2")
    assert (done.code, done.report["reason"]) == (3, "auth_failed")
    assert f"{SENTENCE} : le service de tokens ne répond pas après 3 essais" in done.stdout


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("token-status-403", "(HTTP 403 : page HTML). Vérifiez sur francetravail.io"),
        ("token-status-404", "(HTTP 404 : page HTML). Vérifiez URL_POLE_EMPLOI."),
        ("token-status-302", "(HTTP 302 : renvoie ailleurs"),
        ("token-html", "(HTTP 200 : page HTML). Sans doute un portail ou un proxy"),
    ],
)
def test_whatever_stands_in_for_the_token_service_is_told(start_sandbox, run_crawl, fault, told):
    sandbox = start_sandbox(fault, offers_count=100)
    done = run_crawl(sandbox, "all")
    assert (done.code, done.report["status"]) == (3, "failed")
    assert f"{SENTENCE} : autre chose que le service de tokens répond {told}" in done.stdout
    assert len(sandbox.log) == 1


@pytest.mark.parametrize("fault", ["token-reset", "nobody"])
def test_a_network_that_is_down_is_no_fault_of_the_credentials(start_sandbox, run_crawl, fault):
    sandbox = start_sandbox(*([fault] if fault != "nobody" else []), offers_count=100)
    address = "http://127.0.0.1:9" if fault == "nobody" else sandbox.base_url
    done = run_crawl(sandbox, "all", "RETRY_TIMES=2", URL_POLE_EMPLOI=address)
    assert (done.code, done.report["reason"]) == (3, "api_unreachable")
    assert f"{SENTENCE} : le service de tokens est injoignable après 3 essais" in done.stdout
    assert "Vérifiez le réseau, le proxy (HTTPS_PROXY) et URL_POLE_EMPLOI" in done.stdout


def test_no_answer_of_the_token_service_fails_the_run(start_sandbox, run_crawl):
    done = run_crawl(
        start_sandbox("token-hang", offers_count=100),
        "all",
        "RETRY_TIMES=1",
        "DOWNLOAD_TIMEOUT=1",
    )
    assert (done.code, done.report["reason"]) == (3, "api_unreachable")
    assert "pas de réponse dans le délai" in done.stdout


@pytest.mark.parametrize("name", ["POLE_EMPLOI_CLIENT_ID", "POLE_EMPLOI_CLIENT_SECRET"])
def test_missing_credentials_are_named_before_any_request(start_sandbox, run_crawl, name):
    sandbox = start_sandbox(offers_count=100)
    done = run_crawl(sandbox, "all", **{name: ""})
    assert (done.code, done.report["reason"]) == (1, "bad_configuration")
    assert name in done.stdout
    assert len(sandbox.log) == 0
    assert "Traceback" not in done.log


def test_no_secret_is_left_anywhere(start_sandbox, run_crawl, tmp_path):
    sandbox = start_sandbox("status-401:times=2:from=3", offers_count=2000)
    secrets = {"POLE_EMPLOI_CLIENT_SECRET": "s3cr3tofthe4pp", "KEY_SECRET": "s3cr3tofth3buck3t"}
    done = run_crawl(
        sandbox,
        "all",
        f"JOBDIR={tmp_path}/job",
        "LOG_LEVEL=DEBUG",
        **secrets,
    )
    assert done.search["collected"] == 2000, done.log
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    said = [done.stdout.encode(), done.log.encode()]
    for secret in (*secrets.values(), "Bearer "):
        assert not [text for text in kept + said if secret.encode() in text]


def test_a_token_goes_to_no_other_host(start_sandbox, run_crawl):
    api, other = start_sandbox(offers_count=100), start_sandbox(offers_count=100)
    done = run_crawl(api, "all", URL_API_FRANCE_TRAVAIL=f"{other.base_url}/nowhere")
    assert done.code != 0
    assert not any("/access_token" in entry["path"] for entry in other.log)
