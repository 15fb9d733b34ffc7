"""Answers as faults leave them: cut, never sent, not the API's, or a page that is spoiled."""

from __future__ import annotations

import gzip
import socket
import struct
import time
from email.utils import formatdate
from typing import Any, Final

from aiohttp import web

from ftsandbox.http.app_keys import CUT, RATE, SERVICE
from ftsandbox.http.gate import too_many, unauthorized
from ftsandbox.http.json_answers import json_answer, refused
from ftsandbox.ordered_faults import DATE
from ftsandbox.search.api_refusals import format_refusal

HTML = "<!DOCTYPE html><html><body><h1>Service momentanément indisponible</h1></body></html>"
TECHNICAL = {
    "codeErreur": "JCS0011G",
    "codeHttp": 500,
    "message": "La vue service retournée par le connecteur HTTP est nulle ou mal formée",
}
RANGE: Final = str(format_refusal("range", "<entier>-<entier> attendu."))
BAD_REQUEST: Final = 400
# What the first text of each offer begins with, where it has a text.
_TEXT: Final = b'"description":"'
# Bytes that an answer has once it is inflated.
BOMB: Final = 100_000_000
# On, for no time at all: closing sends a reset and forgets what is unsent.
_NO_LINGER = struct.pack("ii", 1, 0)


def status_answer(status: int, retry_after: str | None = None, refusal: str = "") -> web.Response:
    """Return the API's usual answer of that status; *retry_after* is a fault's.

    A 400 says *refusal*.
    """
    answer = refused(refusal) if status == BAD_REQUEST else _usual(status)
    if retry_after is not None:
        answer.headers.pop("Retry-After", None)
    if retry_after:
        later = retry_after.removeprefix(DATE)
        dated = formatdate(time.time() + int(later), usegmt=True)
        answer.headers["Retry-After"] = later if later == retry_after else dated
    return answer


def _usual(status: int) -> web.Response:
    match status:
        case 204 | 302:
            elsewhere = {"Location": "/ailleurs"} if status == 302 else {}  # noqa: PLR2004
            return web.Response(status=status, headers=elsewhere)
        case 401:
            return unauthorized()
        case 429:
            return too_many(1)
        case 500:
            return json_answer(TECHNICAL, 500)
        case _:
            return web.Response(status=status, text=HTML, content_type="text/html")


def html_answer() -> web.Response:
    """Return a page for people, with status 200."""
    return web.Response(text=HTML, content_type="text/html")


def reset(request: web.Request) -> web.Response:
    """Abort the connection."""
    request[CUT] = True
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        request.transport.abort()
    return web.Response()


async def hang(request: web.Request) -> web.Response:
    """Answer nothing until the client leaves (which cancels this) or the sandbox stops."""
    request[CUT] = True
    await request.app[SERVICE].stopping.wait()
    return reset(request)


async def truncated(request: web.Request, whole: web.Response) -> web.StreamResponse:
    """Announce *whole*, send half of it and close."""
    body = whole.body
    assert isinstance(body, bytes)
    response = web.StreamResponse(status=whole.status, headers=whole.headers)
    response.headers.update(request[RATE])
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


def spoiled(content: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return *content* as the fault *kind* leaves it: without `resultats`, ids, or half of it."""
    offers = content["resultats"]
    if kind == "no-resultats":
        return {"filtresPossibles": content["filtresPossibles"]}
    if kind == "no-ids":
        offers = [_without_id(offer) if n % 2 else offer for n, offer in enumerate(offers)]
    if kind == "short-page":
        offers = offers[: len(offers) // 2]
    return {**content, "resultats": offers}


def garbled(body: bytes, kind: str) -> bytes:
    """Return the JSON of a page as the fault *kind* leaves it: hardly JSON, or none."""
    match kind:
        case "invalid-json":
            return body[: len(body) // 2]
        case "odd-text":
            return body.replace(_TEXT, _TEXT + b"\\ud83d ", 1)
        case "odd-bytes":
            return body.replace(_TEXT, _TEXT + "été ".encode("latin-1"), 1)
        case "broken-offer":
            return body.replace(_TEXT, _TEXT + b'dit "ici ', 1)
        case "bomb":
            return gzip.compress(body + b" " * BOMB, compresslevel=1)
        case _:
            return body


def _without_id(offer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in offer.items() if key != "id"}
