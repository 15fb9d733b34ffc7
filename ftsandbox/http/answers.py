"""Answers of the API in JSON."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aiohttp import web

from ftcrawler.api.deep_json import json_bytes
from ftsandbox.clock import SECOND
from ftsandbox.search.refusals import refusal_body

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON_TYPE = "application/json;charset=UTF-8"


def json_answer(
    content: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return *content* as compact JSON."""
    return bytes_answer(json_bytes(content), status, headers)


def bytes_answer(
    body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return *body*, said to be JSON."""
    return web.Response(
        status=status, body=body, headers={**(headers or {}), "Content-Type": JSON_TYPE}
    )


def refused(message: str) -> web.Response:
    """Return the API's 400."""
    return json_answer(refusal_body(message, int(time.time() * SECOND)), 400)
