"""What the API and its token service say when they refuse, in their own words."""

from __future__ import annotations

from typing import Any, Final

import orjson

from ftcrawler.quoting import one_line

# Bytes of an answer that are looked at; a secret cut there is masked as well.
LOOKED_AT: Final = 20_000
# RFC 6749, 5.2: whoever says one of these is a token service.
TOKEN_REFUSALS: Final = frozenset(
    {
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
        "unsupported_grant_type", "invalid_scope",
    }
)  # fmt: skip


def refusal_message(body: bytes) -> str:
    """Return the API's `message`, or the start of whatever it sent instead, fit to be shown.

    >>> refusal_message(b'{"message":"Trop de mots.","codeHttp":400,"codeErreur":"1"}')
    'Trop de mots.'
    """
    return one_line(_field(body, "message") or _start(body))


def token_refusal(body: bytes) -> str:
    """Return `error: error_description` of the token service (RFC 6749, 5.2), fit to be shown.

    >>> token_refusal(b'{"error":"invalid_client","error_description":"failed"}')
    'invalid_client: failed'
    """
    parts = (_field(body, "error"), _field(body, "error_description") or _field(body, "message"))
    return one_line(": ".join(part for part in parts if part) or _start(body))


def _field(body: bytes, name: str) -> str:
    try:
        data: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    value = data.get(name) if isinstance(data, dict) else None
    return value[:LOOKED_AT] if isinstance(value, str) else ""


def _start(body: bytes) -> str:
    return body[:LOOKED_AT].decode(errors="replace") or "réponse vide"
