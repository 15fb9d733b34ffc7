"""What stands before the API: a good token, then the quota, then the wait (docs/api.md 1, 3)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from ftsandbox.http.app_keys import ENTRY, RATE, SERVICE
from ftsandbox.rate_limit import rate_headers
from ftsandbox.service import API

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request to the API through; the token service and inspection are not guarded."""
    if not request.path.startswith(f"{API}/"):
        return await handler(request)
    service = request.app[SERVICE]
    now = service.clock.elapsed()
    client = service.tokens.holder(request.headers.get("Authorization", ""), now)
    if client is None:
        return unauthorized()
    request[ENTRY].client = client
    request[RATE] = {}
    if service.config.quota:
        left = service.buckets.take(client, now)
        request[RATE] = rate_headers(service.config.quota, left or 0)
        if left is None:
            refusal = too_many(1)
            refusal.headers.update(request[RATE])
            return refusal
    if latency := service.latency():
        await asyncio.sleep(latency)
    response = await handler(request)
    if not response.prepared:
        response.headers.update(request[RATE])
    return response


def unauthorized() -> web.Response:
    """Return the answer to a token that is missing, unknown or too old."""
    return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})


def too_many(retry_after: int) -> web.Response:
    """Return the answer to a request over the quota, to be asked again in *retry_after* s."""
    return web.Response(
        status=429,
        text="Too Many Requests",
        headers={"Retry-After": str(retry_after), **NO_STORE},
    )
