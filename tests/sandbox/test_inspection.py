from __future__ import annotations

import asyncio

from ftsandbox.request_log import busiest_second
from ftsandbox.server import SandboxConfig, running_sandbox
from tests.sandbox.asking import connected


async def test_what_was_asked():
    with running_sandbox(SandboxConfig(offers_count=200, quota=0, latency=(30, 60))) as sandbox:
        async with connected(sandbox) as api:
            await asyncio.gather(*(api.search(range="0-0", motsCles=word) for word in ("a", "bb")))
            token = api.headers.pop("Authorization").removeprefix("Bearer ")
            await api.search()
            log = await api.get("/_sandbox/log")
            stats = (await api.get("/_sandbox/stats")).json
        assert token.encode() not in log.body
        token_entry, *searches, last = log.json
        assert token_entry["path"] == "/connexion/oauth2/access_token"
        assert token_entry["client"] == "PAR_sandbox"
        assert {entry["query"] for entry in searches} == {
            "range=0-0&motsCles=a",
            "range=0-0&motsCles=bb",
        }
        assert {entry["status"] for entry in searches} == {204, 400}
        assert [(e["client"], e["authorized"]) for e in searches] == [("PAR_sandbox", True)] * 2
        assert (last["status"], last["authorized"], last["client"]) == (401, False, "")
        assert last["user_agent"].startswith("Python")
        arrivals = [entry["arrival"] for entry in log.json]
        assert arrivals == sorted(arrivals)
        # Of the same loop, which may have been later since.
        assert 0 < (lag := stats.pop("max_lag")) <= (now := sandbox.stats()).pop("max_lag")
        assert lag < 60
        assert stats == now
        assert stats == {
            "requests": 4,
            "by_status": {"200": 1, "400": 1, "204": 1, "401": 1},
            "tokens": 1,
            "max_per_second": busiest_second(arrivals[1:]),
            "peak_concurrency": 2,
        }


async def test_refused_truth(api):
    assert (await api.get("/_sandbox/ids", {"region": "999"})).status == 400
