"""GET /_sandbox/...: what was asked of the sandbox, and what is true in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftsandbox.http.app_keys import SERVICE
from ftsandbox.http.json_answers import json_answer, refused
from ftsandbox.search.api_refusals import Refusal
from ftsandbox.search.parameters import read_criteria

if TYPE_CHECKING:
    from aiohttp import web


async def show_log(request: web.Request) -> web.Response:
    """Show the last requests, oldest first."""
    return json_answer(request.app[SERVICE].log.as_dicts())


async def show_stats(request: web.Request) -> web.Response:
    """Show the counts of all requests."""
    return json_answer(request.app[SERVICE].stats())


async def show_ids(request: web.Request) -> web.Response:
    """Show the ids of every offer that a search matches, in its order, with no limit."""
    service = request.app[SERVICE]
    try:
        criteria = read_criteria(request.query.items())
        found = await service.work(lambda: service.searches.run(criteria).found)
    except Refusal as refusal:
        return refused(str(refusal))
    return json_answer(service.market.catalogue.source.ids(found))
