"""The token service, as docs/api.md 1 tells it; and what its tokens are good for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ftsandbox.server import SandboxConfig, running_sandbox
from tests.sandbox.asking import connected, stranger

if TYPE_CHECKING:
    from tests.sandbox.asking import Api


async def test_a_token(api: Api):
    answer = await api.token()
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    token = answer.json.pop("access_token")
    assert len(token) == 27
    assert {k: v for k, v in answer.json.items() if k != "access_token"} == {
        "scope": "api_offresdemploiv2 o2dsoffre",
        "expires_in": 1499,
        "token_type": "Bearer",
    }


@pytest.mark.parametrize(
    "scope",
    [
        "o2dsoffre api_offresdemploiv2",
        "application_PAR_sandbox api_offresdemploiv2 o2dsoffre",
    ],
)
@pytest.mark.parametrize("realm", ["/partenaire", "partenaire"])
async def test_forms_that_are_accepted(api: Api, scope: str, realm: str):
    assert (await api.token(realm=realm, scope=scope)).status == 200


@pytest.mark.parametrize(
    ("wrong", "error", "description"),
    [
        ({"client_id": ""}, "invalid_client", "Client authentication failed"),
        ({"client_secret": ""}, "invalid_client", "Client authentication failed"),
        (
            {"scope": "api_offresdemploiv2 o2dsoffre api_quinexistepasv0"},
            "invalid_scope",
            "Unknown/invalid scope(s): [api_quinexistepasv0]",
        ),
        ({"scope": "api_offresdemploiv2"}, "invalid_scope", "Unknown/invalid scope(s): []"),
        (
            {"grant_type": "implicit_grant"},
            "unsupported_grant_type",
            "Grant type is not supported: implicit_grant",
        ),
        ({"realm": "/autre"}, "invalid_request", "Invalid realm"),
    ],
)
async def test_refusals(api: Api, wrong: dict[str, str], error: str, description: str):
    answer = await api.token(**wrong)
    assert answer.status == 400
    assert answer.json == {"error": error, "error_description": description}
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Pragma"] == "no-cache"


async def test_only_the_given_credentials_are_known():
    config = SandboxConfig(offers_count=1, client_id="PAR_me", client_secret="s3cret")
    with running_sandbox(config) as sandbox:
        env = sandbox.env()
        assert (env["POLE_EMPLOI_CLIENT_ID"], env["POLE_EMPLOI_CLIENT_SECRET"]) == (
            "PAR_me",
            "s3cret",
        )
        async with stranger(sandbox) as api:
            assert (await api.token()).json["error"] == "invalid_client"
            mine = await api.token(client_id="PAR_me", client_secret="s3cret")
            assert mine.status == 200
    assert "s3cret" not in repr(config)


async def test_a_token_ends():
    with running_sandbox(SandboxConfig(offers_count=10, token_lifetime=60)) as sandbox:
        async with connected(sandbox) as api:
            first = dict(api.headers)
            sandbox.clock.advance(50)
            await api.sign()
            second = dict(api.headers)
            api.headers = first
            assert (await api.search()).status == 200
            sandbox.clock.advance(20)
            ended = await api.search()
            assert (ended.status, ended.body) == (401, b"")
            assert ended.headers["WWW-Authenticate"] == "Bearer"
            api.headers = second
            assert (await api.search()).status == 200
        assert sandbox.stats()["tokens"] == 2


@pytest.mark.parametrize("header", [None, "Bearer unknown", "Basic eA=="])
@pytest.mark.parametrize("path", ["offres/search", "offres/190AAAA", "referentiel/regions"])
async def test_without_a_good_token(api: Api, header: str | None, path: str):
    api.headers = {"Authorization": header} if header else {}
    answer = await api.get(f"/partenaire/offresdemploi/v2/{path}")
    assert (answer.status, answer.body) == (401, b"")
