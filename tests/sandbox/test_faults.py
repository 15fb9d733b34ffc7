"""Each fault that can be ordered, as a client meets it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import aiohttp
import pytest

from ftsandbox.ordered_faults import KINDS, Fault, parse_fault
from ftsandbox.server import Sandbox, SandboxConfig, running_sandbox
from tests.sandbox.asking import Answer, Api, connected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


@pytest.fixture(scope="module")
def faulty() -> Iterator[Sandbox]:
    with running_sandbox(SandboxConfig(offers_count=400, quota=0)) as running:
        yield running


@pytest.fixture
async def api(faulty: Sandbox) -> AsyncIterator[Api]:
    faulty.set_faults()
    async with connected(faulty) as client:
        yield client
    faulty.set_faults()


@pytest.mark.parametrize("status", [400, 401, 429, 500, 502, 503])
async def test_statuses(faulty: Sandbox, api: Api, status: int):
    faulty.set_faults(f"status-{status}:times=1:retry-after=2")
    answer = await api.search()
    assert answer.status == status
    if status == 400:
        assert answer.json["codeHttp"] == 400
    if status == 429:
        assert answer.headers["Retry-After"] == "2"
    if status == 500:
        assert answer.json["codeErreur"] == "JCS0011G"
    assert (await api.search()).status == 206


async def test_html(faulty: Sandbox, api: Api):
    faulty.set_faults("html")
    answer = await api.search()
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.body.startswith(b"<!DOCTYPE html>")


async def test_invalid_json(faulty: Sandbox, api: Api):
    faulty.set_faults("invalid-json")
    answer = await api.search()
    assert (answer.status, answer.range) == (206, "offres 0-149/400")
    # It is cut anywhere, maybe inside a character.
    with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)):
        _ = answer.json


async def test_truncated(faulty: Sandbox, api: Api):
    faulty.set_faults("truncated:times=1")
    with pytest.raises(aiohttp.ClientPayloadError):
        await api.search()
    assert (await api.search()).status == 206


async def test_reset(faulty: Sandbox, api: Api):
    # aiohttp asks once more on a connection that it had kept.
    faulty.set_faults("reset:times=2")
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await api.search()
    assert faulty.log.entries[-1].status is None


async def test_hang(faulty: Sandbox, api: Api):
    faulty.set_faults("hang:times=1")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(api.search(), 0.2)
    assert (await api.search()).status == 206


async def test_missing_parts(faulty: Sandbox, api: Api):
    faulty.set_faults("no-content-range:times=1")
    answer = await api.search()
    assert (answer.status, answer.range, len(answer.ids)) == (206, None, 150)
    faulty.set_faults("no-resultats:times=1")
    assert list((await api.search()).json) == ["filtresPossibles"]
    faulty.set_faults("no-ids:times=1")
    offers = (await api.search()).json["resultats"]
    assert sum("id" not in offer for offer in offers) == 75
    faulty.set_faults("short-page:times=1")
    answer = await api.search()
    assert (answer.range, len(answer.ids)) == ("offres 0-149/400", 75)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("status-204", None), ("empty-zero", "*/0"), ("empty-page", "offres -1--1/400")],
)
async def test_nothing_where_there_is_something(faulty: Sandbox, api: Api, kind, said):
    faulty.set_faults(f"{kind}:times=1")
    answer = await api.search()
    assert (answer.status, answer.range) == (204, said)


async def test_only_that_range(faulty: Sandbox, api: Api):
    faulty.set_faults("status-503:range=150-299")
    pages = ("0-149", "150-299", "300-399", "150-299")
    assert [(await api.search(range=page)).status for page in pages] == [206, 503, 206, 503]


async def test_from_a_request_on():
    faults = (parse_fault("status-500:from=3:times=2"),)
    with running_sandbox(SandboxConfig(offers_count=400, faults=faults)) as sandbox:
        async with connected(sandbox) as api:
            statuses = [(await api.search()).status for _ in range(5)]
            assert (await api.detail("999ZZZZ")).status == 204
    assert statuses == [206, 206, 500, 500, 206]


async def test_token_faults(faulty: Sandbox, api: Api):
    faulty.set_faults("token-status-500:times=1", "token-refuse:times=1", "token-garbage:times=1")
    answers = [await api.token() for _ in range(4)]
    assert [answer.status for answer in answers] == [500, 400, 200, 200]
    assert answers[1].json["error"] == "invalid_client"
    assert "access_token" not in answers[2].json
    faulty.set_faults("token-reset")
    with pytest.raises(aiohttp.ClientError):
        await api.token()
    faulty.set_faults("token-hang")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(api.token(), 0.2)


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind: str):
    assert parse_fault(kind) == Fault(kind)
    assert parse_fault(f"{kind}:from=4:times=2:range=0-149") == Fault(kind, 2, "0-149", 4)


@pytest.mark.parametrize("spec", ["", "boom", "reset:times", "reset:times=-1", "html:when=now"])
def test_wrong_faults(spec: str):
    with pytest.raises(ValueError, match=r"possibles|attend"):
        parse_fault(spec)


async def test_a_hanging_request_does_not_keep_the_sandbox():
    with running_sandbox(SandboxConfig(faults=(Fault("hang"),), offers_count=1)) as sandbox:
        async with connected(sandbox) as api:
            with pytest.raises(TimeoutError):
                # The client waits on, the sandbox stops.
                await asyncio.wait_for(asyncio.shield(asked := _asking(api)), 0.2)
    with pytest.raises(aiohttp.ClientError):
        await asked


def _asking(api: Api) -> asyncio.Task[Answer]:
    return asyncio.create_task(api.search())
