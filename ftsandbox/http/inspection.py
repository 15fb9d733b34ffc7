"""GET /_sandbox/...: what was asked of the sandbox, and what is true in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ftsandbox.http.app_keys import SERVICE
from ftsandbox.http.json_answers import json_answer, refused
from ftsandbox.search.api_refusals import Refusal
from ftsandbox.search.parameters import read_criteria

if TYPE_CHECKING:
    from aiohttp import web

    from ftsandbox.search.market import Market


async def show_log(request: web.Request) -> web.Response:
    """Show the last requests, oldest first."""
    return json_answer(request.app[SERVICE].log.as_dicts())


async def show_stats(request: web.Request) -> web.Response:
    """Show the counts of all requests."""
    return json_answer(request.app[SERVICE].stats())


async def show_days(request: web.Request) -> web.Response:
    """Show what each day did, the first one first."""
    return json_answer(request.app[SERVICE].days.records)


async def show_open(request: web.Request) -> web.Response:
    """Show the ids of every offer that is open now, hidden ones too, then of these alone."""
    service = request.app[SERVICE]
    return json_answer(await service.work(lambda: _open_now(service.market)))


async def show_ids(request: web.Request) -> web.Response:
    """Show the ids of every offer that a search matches, in its order, with no limit."""
    service = request.app[SERVICE]
    try:
        criteria = read_criteria(request.query.items())
        found = await service.work(lambda: service.searches.run(criteria).found)
    except Refusal as refusal:
        return refused(str(refusal))
    return json_answer(service.market.catalogue.source.ids(found))


def _open_now(market: Market) -> dict[str, object]:
    market.refresh()
    ids = market.catalogue.source.ids
    hidden = np.flatnonzero(market.hidden)
    return {"day": market.day, "open": ids(market.open_positions()), "hidden": ids(hidden)}
