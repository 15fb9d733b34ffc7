"""The quota: a bucket a client, headers that tell its level, 429 when it is empty."""

from __future__ import annotations

import asyncio

from ftsandbox.server import SandboxConfig, running_sandbox
from tests.sandbox.asking import connected

PREFIX = "X-Ratelimit-"


async def test_over_the_quota():
    with running_sandbox(SandboxConfig(offers_count=10, quota=3)) as sandbox:
        async with connected(sandbox) as api:
            answers = await asyncio.gather(*(api.search(range="0-0") for _ in range(12)))
            refused = [answer for answer in answers if answer.status == 429]
            assert refused
            assert sum(answer.status == 206 for answer in answers) >= 3
            assert refused[0].headers["Retry-After"] == "1"
            assert refused[0].headers["Content-Type"].startswith("text/plain")
            assert refused[0].headers["Cache-Control"] == "no-store"
            assert refused[0].headers[f"{PREFIX}Remaining-Clientidlimiter"] == "0"
            assert refused[0].headers[f"{PREFIX}Burst-Capacity-Clientidlimiter"] == "3"
            # Tokens do not count, and another application has its own bucket.
            await api.sign(client_id="PAR_other")
            assert (await api.search(range="0-0")).status == 206
            sandbox.clock.advance(1)
            await api.sign()
            again = await api.search(range="0-0")
            assert again.status == 206
            assert again.headers[f"{PREFIX}Remaining-Clientidlimiter"] == "2"
            assert again.headers[f"{PREFIX}Replenish-Rate-Clientidlimiter"] == "3"
            assert again.headers[f"{PREFIX}Requested-Tokens-Clientidlimiter"] == "1"


async def test_headers_on_every_answer():
    with running_sandbox(SandboxConfig(offers_count=10)) as sandbox:
        async with connected(sandbox) as api:
            for answer in (
                await api.search(range="x"),
                await api.search(motsCles="introuvable"),
                await api.detail("999ZZZZ"),
                await api.get("/partenaire/offresdemploi/v2/referentiel/regions"),
            ):
                assert answer.headers[f"{PREFIX}Burst-Capacity-Clientidlimiter"] == "10"
