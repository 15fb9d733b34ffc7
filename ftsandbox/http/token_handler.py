"""POST /connexion/oauth2/access_token."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ftsandbox.http.app_keys import ENTRY, SERVICE
from ftsandbox.http.breaking import hang, html_answer, reset, status_answer
from ftsandbox.http.gate import NO_STORE
from ftsandbox.http.json_answers import json_answer
from ftsandbox.tokens import INVALID_CLIENT, TokenRefusal

if TYPE_CHECKING:
    from aiohttp import web


async def give_token(request: web.Request) -> web.StreamResponse:
    """Give a token or say why not; ordered faults come first."""
    service = request.app[SERVICE]
    form = {name: str(value) for name, value in (await request.post()).items()}
    request[ENTRY].client = form.get("client_id", "")
    if latency := service.latency():
        await asyncio.sleep(latency)
    if fault := service.faults.for_token():
        return await _faulty(request, fault.kind)
    try:
        answer = service.tokens.give(request.query.get("realm", ""), form, service.clock.elapsed())
    except TokenRefusal as refusal:
        return _refused(*refusal.args)
    return json_answer(answer, headers=NO_STORE)


async def _faulty(request: web.Request, kind: str) -> web.StreamResponse:
    match kind:
        case "token-reset":
            return reset(request)
        case "token-hang":
            return await hang(request)
        case "token-refuse":
            return _refused(*INVALID_CLIENT)
        case "token-garbage":
            return json_answer({"expires_in": 1499, "token_type": "Bearer"}, headers=NO_STORE)
        case "token-html":
            return html_answer()
        case _:
            return status_answer(int(kind.rpartition("-")[2]))


def _refused(error: str, description: str) -> web.Response:
    return json_answer({"error": error, "error_description": description}, 400, NO_STORE)
