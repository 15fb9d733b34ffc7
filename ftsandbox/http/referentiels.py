"""GET /v2/referentiel/{name}."""

from __future__ import annotations

from aiohttp import web

from ftsandbox.http.answers import json_answer
from ftsandbox.offers.referentiels import referentiel_entries


async def referentiel_answer(request: web.Request) -> web.Response:
    """Answer with a whole reference list; 404 for an unknown name."""
    name = request.match_info["name"]
    entries = referentiel_entries(name)
    if entries is None:
        raise web.HTTPNotFound
    return json_answer(entries, headers={"Content-Range": f"{name} */{len(entries)}"})
