"""Who vouches for the servers we talk to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import certifi

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ssl import DefaultVerifyPaths

FILE, FOLDER = "SSL_CERT_FILE", "SSL_CERT_DIR"


def missing_authorities(paths: DefaultVerifyPaths, environment: Mapping[str, str]) -> str | None:
    """Return a file of authorities if OpenSSL would find none; None if it has some, or is told.

    Windows keeps its own where OpenSSL, and so Scrapy, does not look; a small container may have
    none at all. *paths* are those of `ssl.get_default_verify_paths`.
    """
    if environment.get(FILE) or environment.get(FOLDER):
        return None
    return None if paths.cafile or _holds_any(paths.capath) else certifi.where()


def _holds_any(folder: str | None) -> bool:
    if not folder:
        return False
    try:
        return any(Path(folder).iterdir())
    except OSError:
        return False
