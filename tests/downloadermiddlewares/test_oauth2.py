"""The token: asked once, sent to the API alone, renewed in time, and left nowhere."""

from __future__ import annotations

import json
from itertools import count

import pytest

from ftcrawler.downloadermiddlewares.oauth2 import OAuth2Middleware
from ftcrawler.exceptions import AuthenticationError, ConfigurationError
from tests.answering import Answer

OAUTH2 = {"ftcrawler.downloadermiddlewares.oauth2.OAuth2Middleware": 950}
SECRET = "clientSecretOfTheTests"
TOKEN_PATH = "/connexion/oauth2/access_token"


class Api:
    """An API and its token service, whose tokens are `token1`, `token2`, ..."""

    def __init__(self, *, lifetime=1499, accepted=None, token=None):
        self._numbers = count(1)
        self._lifetime = lifetime
        self._accepted = accepted
        self._token = token

    def __call__(self, asked):
        if asked.path.startswith(TOKEN_PATH):
            return self._token or self._new_token()
        if self._accepted and asked.headers.get("Authorization") not in self._accepted:
            return Answer(b"{}", 401)
        return Answer(b"{}")

    def _new_token(self):
        token = {"access_token": f"token{next(self._numbers)}", "token_type": "Bearer"}
        return Answer(json.dumps(token | {"expires_in": self._lifetime}).encode())


@pytest.fixture
def signed(here, answering):
    """Ask an API for some pages, with the middleware under test and no other."""

    def ask(api, *paths, **settings):
        server = answering(api)
        settings = {
            "DOWNLOADER_MIDDLEWARES": here_middlewares(),
            "FT_API_URL": f"{server.url}/api",
            "FT_TOKEN_HOST": server.url,
            "FT_CLIENT_SECRET": SECRET,
            **settings,
        }
        urls = [f"{server.url}/api/v2/offres/search?{path}" for path in paths]
        return here.give(*urls, **settings), server

    return ask


def here_middlewares():
    return {**OAUTH2, "scrapy.downloadermiddlewares.retry.RetryMiddleware": None}


def tokens_asked(server):
    return [asked for asked in server.asked if asked.path.startswith(TOKEN_PATH)]


def signatures(server):
    return [
        asked.headers.get("Authorization")
        for asked in server.asked
        if not asked.path.startswith(TOKEN_PATH)
    ]


def test_one_token_serves_requests_that_come_together(signed):
    went, server = signed(Api(), *"abcdefgh")
    assert len(tokens_asked(server)) == 1
    assert signatures(server) == ["Bearer token1"] * 8
    assert went.stats["ftcrawler/auth/token_count"] == 1


def test_the_client_is_named_in_the_token_request_alone(signed):
    _, server = signed(Api(), "a")
    (asked,) = tokens_asked(server)
    assert b"client_secret=" + SECRET.encode() in asked.body
    assert "Authorization" not in asked.headers
    assert not [one for one in server.asked if SECRET in one.path]


def test_no_answer_bears_the_signature_of_its_request(signed):
    went, _ = signed(Api(), "a", "b")
    for response in went.responses:
        assert response.request is not None
        assert "Authorization" not in response.request.headers


@pytest.mark.parametrize("prefix", ["", "/api2", "/apix/v2/offres/search"])
def test_whatever_is_not_the_api_sees_no_token(signed, here, answering, prefix):
    """Another host, and another path of the same one."""
    elsewhere = answering(lambda asked: Answer(b"{}"))
    went, server = signed(Api(), "a", FT_API_URL=f"{elsewhere.url}/api")
    assert signatures(server) == [None]
    went = here.give(
        f"{elsewhere.url}{prefix}/page",
        DOWNLOADER_MIDDLEWARES=here_middlewares(),
        FT_API_URL=f"{elsewhere.url}/api",
        FT_TOKEN_HOST=server.url,
    )
    assert len(went.responses) == 1
    assert [asked.headers.get("Authorization") for asked in elsewhere.asked] == [None]
    assert tokens_asked(server) == []


def test_a_token_that_is_refused_is_renewed_once_and_the_page_asked_again(signed):
    went, server = signed(Api(accepted={"Bearer token2"}), "a")
    assert [response.status for response in went.responses] == [200]
    assert signatures(server) == ["Bearer token1", "Bearer token2"]
    assert went.stats["ftcrawler/auth/refused_count"] == 1


def test_an_api_that_refuses_every_token_is_not_asked_for_ever(signed):
    went, server = signed(Api(accepted={"none"}), "a")
    assert [response.status for response in went.responses] == [401]
    assert signatures(server) == ["Bearer token1", "Bearer token2"]


def test_a_token_is_renewed_before_its_end(signed):
    """Each lives no longer than what a request may wait for: a fresh one every time."""
    went, server = signed(Api(lifetime=0), "a", "b", CONCURRENT_REQUESTS=1)
    assert [response.status for response in went.responses] == [200, 200]
    assert signatures(server) == ["Bearer token1", "Bearer token2"]


REFUSED = Answer(b'{"error": "invalid_client", "error_description": "Client inconnu"}', 400)


def test_refused_credentials_end_the_run_and_say_why(signed, caplog):
    went, server = signed(Api(token=REFUSED), "a", "b")
    assert signatures(server) == []
    assert {type(error) for error in went.errors} == {AuthenticationError}
    assert went.reason == "auth_failed"
    message = went.stats["ftcrawler/run/failure"]
    assert message.startswith("Erreur: Impossible d'obtenir un token d'accès : invalid_client")
    assert "POLE_EMPLOI_CLIENT_SECRET" in message
    assert SECRET not in message + caplog.text


def test_a_service_that_is_down_is_asked_again_then_given_up(signed):
    went, server = signed(Api(token=Answer(b"", 503)), "a", RETRY_TIMES=2)
    assert len(tokens_asked(server)) == 3
    assert went.reason == "auth_failed"


def test_a_network_that_is_down_is_not_the_credentials_fault(signed):
    went, _ = signed(Api(), "a", FT_TOKEN_HOST="http://127.0.0.1:9", RETRY_TIMES=0)
    assert went.reason == "api_unreachable"


@pytest.mark.parametrize("name", ["FT_CLIENT_ID", "FT_CLIENT_SECRET"])
def test_a_variable_that_lacks_is_named(here, name):
    crawler = here.crawler(**{name: ""})
    with pytest.raises(ConfigurationError, match=name.replace("FT_", "POLE_EMPLOI_")):
        OAuth2Middleware.from_crawler(crawler)


def test_no_cache_keeps_a_token(signed, tmp_path):
    settings = {"HTTPCACHE_ENABLED": True, "HTTPCACHE_DIR": str(tmp_path)}
    signed(Api(), "a", "b", **settings)
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not [body for body in kept if b"token1" in body or SECRET.encode() in body]
