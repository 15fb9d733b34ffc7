"""Send JSON to an address that is itself a secret."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import orjson

from ftcrawler.api.addresses import is_web_address
from ftcrawler.exceptions import ConfigurationError, ConnectionFailedError
from ftcrawler.quoting import one_line
from ftcrawler.secret import Secret

TIMEOUT: Final = 10.0  # seconds
LOOKED_AT: Final = 2_000  # bytes of an answer
ACCEPTED: Final = range(200, 300)


def web_address(name: str, value: str | None) -> Secret | None:
    """Check the setting *name*; None if it is empty. Raises ConfigurationError, without it."""
    if not value:
        return None
    if not is_web_address(value):
        raise ConfigurationError(f"{name} : adresse en https://... attendue.")
    return Secret(value)


def post(url: Secret, content: dict[str, Any]) -> None:
    """Send *content*; raise ConnectionFailedError, which does not tell the address."""
    # Deferred: most runs have nothing to tell.
    from ftcrawler.checks.exchange import ask  # noqa: PLC0415

    answer = asyncio.run(
        ask(
            url,
            headers={"Content-Type": "application/json"},
            body=orjson.dumps(content),
            timeout=TIMEOUT,
        )
    )
    if answer.status not in ACCEPTED:
        said = one_line(answer.body[:LOOKED_AT].decode(errors="replace"))
        raise ConnectionFailedError(f"HTTP {answer.status}" + (f", {said}" if said else ""))
