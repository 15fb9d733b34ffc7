"""Notes every request but those to look at the sandbox itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aiohttp import web

from ftsandbox.http.app_keys import CUT, ENTRY, SERVICE
from ftsandbox.request_log import Entry

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Write the request in the log at its arrival, and its status at the end."""
    if request.path.startswith("/_sandbox/"):
        return await handler(request)
    entry = Entry(
        time.monotonic(),
        request.method,
        request.path,
        request.query_string,
        "Authorization" in request.headers,
        request.headers.get("User-Agent", ""),
    )
    log = request.app[SERVICE].log
    log.begin(entry)
    request[ENTRY] = entry
    status: int | None = None
    try:
        response = await handler(request)
        status = None if request.get(CUT) else response.status
    except web.HTTPException as error:
        status = error.status
        raise
    else:
        return response
    finally:
        log.end(entry, status)
