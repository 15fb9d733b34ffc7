"""What the API and its token service say when they refuse, in their own words."""

from __future__ import annotations

from typing import Any

import orjson

MAX_LENGTH = 300


def refusal_message(body: bytes) -> str:
    """Return the API's `message`, or the start of whatever it sent instead.

    >>> refusal_message(b'{"message":"Trop de mots.","codeHttp":400,"codeErreur":"1"}')
    'Trop de mots.'
    """
    return _field(body, "message") or _start(body)


def token_refusal(body: bytes) -> str:
    """Return `error: error_description` of the token service (RFC 6749, 5.2).

    >>> token_refusal(b'{"error":"invalid_client","error_description":"failed"}')
    'invalid_client: failed'
    """
    parts = (_field(body, "error"), _field(body, "error_description") or _field(body, "message"))
    return ": ".join(part for part in parts if part) or _start(body)


def _field(body: bytes, name: str) -> str:
    try:
        data: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    value = data.get(name) if isinstance(data, dict) else None
    return value[:MAX_LENGTH] if isinstance(value, str) else ""


def _start(body: bytes) -> str:
    return " ".join(body[:MAX_LENGTH].decode(errors="replace").split()) or "réponse vide"
