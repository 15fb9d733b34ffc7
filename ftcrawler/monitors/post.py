"""Send JSON to an address that is itself a secret."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from ftcrawler.exceptions import ConfigurationError, ConnectionFailedError
from ftcrawler.secret import Secret

TIMEOUT: Final = 10.0  # seconds
# What is shorter is no secret, and would mask the server's own words.
SHORTEST: Final = 4
ACCEPTED: Final = range(200, 300)


def web_address(name: str, value: str | None) -> Secret | None:
    """Check the setting *name*; None if it is empty. Raises ConfigurationError, without it."""
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(f"{name} : adresse en https://... attendue.")
    return Secret(value)


def post(url: Secret, content: dict[str, Any]) -> None:
    """Send *content*; raise ConnectionFailedError, which does not tell the address."""
    # Deferred: aiohttp takes 8 MB, and most runs have nothing to tell.
    from ftcrawler.checks.exchange import ask  # noqa: PLC0415

    answer = asyncio.run(
        ask(
            url,
            headers={"Content-Type": "application/json"},
            body=orjson.dumps(content),
            timeout=TIMEOUT,
            secrets=_secrets(url),
        )
    )
    if answer.status not in ACCEPTED:
        said = answer.quote(answer.shown[:200].decode(errors="replace"))
        raise ConnectionFailedError(f"HTTP {answer.status}" + (f", {said}" if said else ""))


def _secrets(url: str) -> tuple[str, ...]:
    """Return what a server may echo of an address: all that follows its host, whole and by parts.

    >>> _secrets("https://hooks.example.org/services/T0/s3cret")
    ('https://hooks.example.org/services/T0/s3cret', '/services/T0/s3cret', 'services', 's3cret')
    """
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    pieces = re.split(r"[/?&=]", target)
    return tuple(text for text in (url, target, *pieces) if len(text) >= SHORTEST)
