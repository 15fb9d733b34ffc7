"""POST /_sandbox/...: what is done to the sandbox while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import orjson

from ftsandbox.days.day_order import read_order
from ftsandbox.http.app_keys import SERVICE
from ftsandbox.http.json_answers import json_answer, refused
from ftsandbox.ordered_faults import parse_fault

if TYPE_CHECKING:
    from aiohttp import web

_FAULTS: Final = 'Liste JSON de pannes attendue, comme ["status-503:times=2"].'


async def put_faults(request: web.Request) -> web.Response:
    """Put other faults in place, a list as `--fault` takes them; an empty one mends all."""
    try:
        specs = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        return refused(_FAULTS)
    if not isinstance(specs, list) or not all(isinstance(spec, str) for spec in specs):
        return refused(_FAULTS)
    try:
        faults = [parse_fault(spec) for spec in specs]
    except ValueError as error:
        return refused(str(error))
    request.app[SERVICE].faults.replace(faults)
    return json_answer(specs)


async def play_day(request: web.Request) -> web.Response:
    """Move to the next day, and show what it did; the body orders it, none is a usual day."""
    service = request.app[SERVICE]
    try:
        order = read_order(await request.read())
        return json_answer(await service.work(lambda: service.days.play(order)))
    except ValueError as error:
        return refused(str(error))
