"""Keys under which the application and a request hold what handlers need."""

from __future__ import annotations

from aiohttp import web

from ftsandbox.request_log import Entry
from ftsandbox.service import Service

SERVICE = web.AppKey("service", Service)
ENTRY = web.RequestKey("entry", Entry)
# Headers that every answer of the API carries.
RATE = web.RequestKey("rate", dict[str, str])
# Set when nothing was answered.
CUT = web.RequestKey("cut", bool)
