"""Faults that details have apart from searches, and faults put in place between two nights."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from ftsandbox.ordered_faults import parse_fault
from ftsandbox.server import Sandbox, SandboxConfig, running_sandbox
from tests.sandbox.asking import Api, connected


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 429, 500, 502, 503])
async def test_statuses_of_details(playing: Sandbox, player: Api, status: int):
    first, second = (await player.search(range="0-1")).ids
    playing.set_faults(f"detail-status-{status}:times=2:retry-after=3")
    answers = [await player.detail(first), await player.detail(second), await player.detail(first)]
    assert [answer.status for answer in answers] == [status, status, 200]
    assert answers[0].headers["Retry-After"] == "3"
    assert (answers[0].body == b"") is (status in {204, 401})
    if status == 400:
        assert "l'id de l'offre" in answers[0].json["message"]


async def test_faults_of_details_leave_searches(playing: Sandbox, player: Api):
    playing.set_faults("detail-status-204", "status-503:from=1000")
    (known,) = (await player.search(range="0-0")).ids
    assert [(await player.detail(known)).status for _ in range(3)] == [204] * 3
    assert (await player.search()).status == 206
    playing.set_faults("status-503")
    assert (await player.detail(known)).status == 200


async def test_details_that_are_lost(playing: Sandbox, player: Api):
    (known,) = (await player.search(range="0-0")).ids
    for kind in ("reset", "truncated"):
        playing.set_faults(f"detail-{kind}")
        with pytest.raises(aiohttp.ClientError):
            await player.detail(known)
    playing.set_faults("detail-hang")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(player.detail(known), 0.2)


async def test_details_that_say_nothing(playing: Sandbox, player: Api):
    (known,) = (await player.search(range="0-0")).ids
    playing.set_faults("detail-html:times=1", "detail-invalid-json")
    assert (await player.detail(known)).headers["Content-Type"].startswith("text/html")
    with pytest.raises(ValueError, match=r"JSON|Unterminated|Expecting|decode"):
        json.loads((await player.detail(known)).body)


async def test_from_a_detail_on():
    faults = (parse_fault("detail-status-500:from=2:times=1"),)
    with running_sandbox(SandboxConfig(offers_count=1, faults=faults)) as sandbox:
        async with connected(sandbox) as player:
            (known,) = (await player.search()).ids
            statuses = [(await player.detail(known)).status for _ in range(3)]
    assert statuses == [200, 500, 200]


async def test_faults_while_it_runs(player: Api):
    ordered = ["status-503:times=1", "detail-status-204"]
    assert (await player.post("/_sandbox/faults", ordered)).json == ordered
    assert [(await player.search()).status for _ in range(2)] == [503, 206]
    (known,) = (await player.search(range="0-0")).ids
    assert (await player.detail(known)).status == 204
    assert (await player.post("/_sandbox/faults", [])).json == []
    assert (await player.detail(known)).status == 200


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "Liste JSON"),
        (b"{", "Liste JSON"),
        ({"status-503": 1}, "Liste JSON"),
        ([503], "Liste JSON"),
        (["boom"], "Panne inconnue : « boom »"),
        (["status-503", "reset:when=now"], "Précision inconnue"),
    ],
)
async def test_wrong_faults_while_it_runs(playing: Sandbox, player: Api, body: object, said: str):
    playing.set_faults("status-502")
    answer = await player.post("/_sandbox/faults", body)
    assert answer.status == 400
    assert said in answer.json["message"]
    # What was in place still is.
    assert (await player.search()).status == 502
