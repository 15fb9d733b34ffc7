"""The checks of the API in this process: what no sandbox says, and where secrets go."""

from __future__ import annotations

import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from aiohttp import web

from ftcrawler.checks.check_api import Installation, check_api
from ftcrawler.checks.exchange import Answer
from ftcrawler.checks.search_answer import check_clock
from ftcrawler.checks.token_answer import read_token_answer
from ftcrawler.checks.variables import check_address
from ftcrawler.exceptions import QuotaError
from ftcrawler.secret import Secret

from .lines import CLIENT_ID, CLIENT_SECRET, UNSEEN, found


class Open:
    """A quota that lets everything through, or fails."""

    def __init__(self, error=None):
        self.error = error
        self.departures = 0
        self.refusals = []

    async def open(self):
        if self.error:
            raise self.error

    async def wait(self):
        return self

    def used(self):
        self.departures += 1

    async def heed_pause(self, pause):
        self.refusals.append(pause.asked)


@pytest.fixture
def mine(sandbox_at):
    def at(*faults, on=None, **changes):
        sandbox = on or sandbox_at(*faults)
        installation = Installation(
            CLIENT_ID,
            CLIENT_SECRET,
            "api_offresdemploiv2",
            sandbox.base_url,
            sandbox.env()["URL_API_FRANCE_TRAVAIL"],
            5.0,
        )
        return replace(installation, **changes)

    return at


async def lines(mine, gate=None):
    return {f.subject: str(f) async for f in check_api(mine, gate or Open())}


async def told(mine):
    return found([finding async for finding in check_api(mine, Open())])


@pytest.mark.parametrize(
    ("value", "cause"),
    [
        ("", "absente ou vide"),
        (f'"{CLIENT_SECRET}"', "guillemet au début et à la fin"),
        (f" {CLIENT_SECRET}", "blanc ou caractère invisible au début"),
    ],
    ids=["missing", "quoted", "blank"],
)
async def test_a_bad_variable(sandbox_at, mine, value, cause):
    sandbox = sandbox_at()
    lines = await told(mine(on=sandbox, client_secret=value))
    assert lines["POLE_EMPLOI_CLIENT_SECRET"].startswith(f"ÉCHEC {cause}. Remède : ")
    assert lines["POLE_EMPLOI_CLIENT_ID"].startswith("ok")
    assert lines["identifiants"].startswith(UNSEEN)
    assert lines["recherche"].startswith(UNSEEN)
    assert sandbox.log == []
    assert CLIENT_SECRET not in str(lines)


async def test_a_wrong_scope(mine):
    lines = await told(mine(scope="api_offresdemploiv1"))
    assert lines["identifiants"].startswith("ok")
    assert lines["portées"].startswith("ÉCHEC refusées (invalid_scope: ")
    assert "Remède : Ajoutez l'API « Offres d'emploi v2 »" in lines["portées"]
    assert lines["recherche"].startswith(UNSEEN)


async def test_no_token_service(mine):
    lines = await told(mine(token_host="http://127.0.0.1:9"))
    assert lines["service de tokens"].startswith("ÉCHEC http://127.0.0.1:9 : connexion refusée.")
    assert "Remède : Vérifiez le réseau, le proxy et URL_POLE_EMPLOI" in lines["service de tokens"]
    assert all(lines[name].startswith(UNSEEN) for name in ("identifiants", "recherche", "horloge"))


@pytest.mark.parametrize(
    ("fault", "cause", "remedy"),
    [
        ("status-429:retry-after=7", "trop de requêtes (HTTP 429, attente demandée : 7 s)", "Att"),
        ("status-500", "API en panne (HTTP 500)", "Réessayez plus tard"),
    ],
)
async def test_the_api_fails(mine, fault, cause, remedy):
    lines = await told(mine(fault))
    subjects = ("service de tokens", "identifiants", "portées")
    assert all(lines[name].startswith("ok") for name in subjects)
    assert f" : {cause}. Remède : {remedy}" in lines["recherche"]
    assert lines["recherche"].startswith("ÉCHEC")


@pytest.mark.parametrize(
    ("fault", "subject", "cause"),
    [
        ("token-status-500", "service de tokens", "en panne ou surchargé (HTTP 500)"),
        ("token-reset", "service de tokens", "connexion coupée"),
        ("token-garbage", "service de tokens", "réponse du service de tokens illisible"),
        ("status-400", "recherche", "HTTP 400 : Format du paramètre"),
        ("status-401", "recherche", "token refusé (HTTP 401)"),
        ("html", "recherche", "réponse illisible (page HTML, "),
        ("status-302", "recherche", "renvoie ailleurs (HTTP 302)"),
        ("bomb", "recherche", "réponse refusée : plus de 32 Mo"),
        ("truncated", "recherche", "connexion coupée"),
        ("no-content-range", "recherche", "en-tête Content-Range absent ou illisible."),
    ],
)
async def test_faults(mine, fault, subject, cause):
    seen = await lines(mine(fault))
    assert seen[subject].startswith("ÉCHEC")
    assert cause in seen[subject]
    assert sum(line.startswith("ÉCHEC") for line in seen.values()) == 1


@pytest.mark.parametrize("fault", ["token-hang", "hang"])
async def test_waits_for_an_answer_no_longer_than_told(mine, fault):
    seen = await lines(mine(fault, timeout=0.3))
    assert sum("pas de réponse dans le délai" in line for line in seen.values()) == 1


async def test_the_search_keeps_the_quota_of_the_crawls(mine):
    gate = Open()
    await lines(mine("status-429:retry-after=7"), gate)
    assert gate.departures == 1
    assert gate.refusals == [7.0]
    seen = await lines(mine(), Open(QuotaError("Quota perdu. Vérifiez-le.")))
    assert seen["recherche"] == "ÉCHEC recherche : Quota perdu. Remède : Vérifiez-le."


@pytest.mark.parametrize(("ahead", "told"), [(3600, "en avance de 36"), (-95, "en retard de 9")])
async def test_the_clock(mine, monkeypatch, ahead, told):
    ours = SimpleNamespace(time=lambda: time.time() + ahead)
    monkeypatch.setattr("ftcrawler.checks.exchange.time", ours)
    seen = await lines(mine())
    assert seen["horloge"].startswith(f"avis  horloge : {told}")


def test_a_minute_is_no_skew():
    assert str(check_clock(-60.0)).startswith("ok ")
    assert str(check_clock(61.0)).startswith("avis ")


async def test_a_redirect_is_not_followed(mine, aiohttp_elsewhere):
    url, asked = aiohttp_elsewhere
    seen = await lines(mine(token_host=url))
    assert "renvoie ailleurs (HTTP 307)" in seen["service de tokens"]
    seen = await lines(mine(api_url=url))
    assert "renvoie ailleurs (HTTP 307)" in seen["recherche"]
    assert asked == ["POST", "GET"]


@pytest.fixture
async def aiohttp_elsewhere():
    """A server that sends everyone to itself, and counts who comes."""
    seen = []

    async def answer(request):
        seen.append(request.method)
        return web.Response(status=307, headers={"Location": "/thief"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", seen
    await runner.cleanup()


def test_what_a_server_echoes_is_hidden():
    body = b'{"error":"invalid_client","error_description":"no s3cret\\n\\u001b[31m here"}'
    Secret("s3cret")
    answer = Answer(400, {}, body, None)
    findings, token = read_token_answer(answer, "https://token.test", "a b")
    assert token is None
    assert "refusés (invalid_client: no [masqué] [31m here)" in str(findings[1])


def test_half_a_secret_is_hidden_too():
    Secret("s3cret-of-mine")
    answer = Answer(404, {}, b"x" * 290 + b" s3cret-of-mine", None)
    (finding, *_), _ = read_token_answer(answer, "https://token.test", "a b")
    assert "réponse inattendue (HTTP 404 : xxx" in str(finding)
    assert "s3" not in str(finding)


def test_a_token_without_a_scope_that_was_asked():
    body = b'{"access_token":"t0ken","expires_in":1499,"scope":"a"}'
    findings, token = read_token_answer(Answer(200, {}, body, None), "https://t.test", "a b")
    assert token is None
    assert str(findings[-1]).startswith("ÉCHEC portées : non accordées : b. Remède : ")


@pytest.mark.parametrize(
    ("address", "beginning"),
    [
        ("https://api.test/o", "ok    URL : https://api.test"),
        ("https://api.test ", "ÉCHEC URL : blanc ou caractère invisible à la fin"),
        ("https://me:s3cret@api.test", "ÉCHEC URL : nom ou mot de passe dans l'adresse"),
        ("https://api.test:x", "ÉCHEC URL : adresse mal formée"),
        ("api.test", "ÉCHEC URL : adresse mal formée"),
        ("http://api.test", "avis  URL : http://api.test, sans chiffrement"),
        ("http://127.0.0.1:8000", "ok    URL : http://127.0.0.1:8000"),
    ],
)
def test_addresses(address, beginning):
    assert str(check_address("URL", address)).startswith(beginning)
    assert "s3cret" not in str(check_address("URL", address))
