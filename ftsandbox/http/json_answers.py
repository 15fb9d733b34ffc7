"""Answers of the API in JSON."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from ftsandbox.search.api_refusals import refusal_body
from ftsandbox.wall_clock import SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON_TYPE = "application/json;charset=UTF-8"
# Levels that orjson reads, of which it writes a quarter; json takes a call for each.
DEEPEST = 1024


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


def json_bytes(content: object) -> bytes:
    """Return compact JSON of what `orjson.loads` returned, however deep.

    >>> deep = orjson.loads(b"[" * 1000 + b"]" * 1000)
    >>> json_bytes(deep).count(b"["), json_bytes({"é": 1}).decode()
    (1000, '{"é":1}')
    """
    try:
        return orjson.dumps(content)
    except orjson.JSONEncodeError:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 3 * DEEPEST))
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
