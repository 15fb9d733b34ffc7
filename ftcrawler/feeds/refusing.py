"""Whether a feed could be written at all: what would fail at the first page is told before it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.feeds.asked import local_path, shown
from ftcrawler.feeds.formats import WHOLE
from ftcrawler.feeds.strange_fields import strange_fields

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def refuse(uri: str, feed: Mapping[str, Any]) -> None:
    """Raise ConfigurationError if the complete options *feed* ask for what cannot be."""
    kind = feed["format"]
    if strange := strange_fields(feed["fields"], kind):
        raise ConfigurationError(f"{shown(uri)} : {strange}")
    path = local_path(uri)
    if path and not _is_writable(path):
        raise ConfigurationError(
            f"{shown(uri)} : impossible d'écrire à cet endroit. Vérifiez les droits."
        )
    if kind in WHOLE and not feed.get("overwrite") and path and _is_filled(path):
        raise ConfigurationError(
            f"{shown(uri)} existe déjà, et rien ne s'ajoute à un fichier {kind}. Remplacez-le par "
            "-O (« overwrite » dans FEEDS), ou supprimez-le."
        )


def _is_filled(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _is_writable(path: Path) -> bool:
    """Tell whether the file, or the first folder above it that exists, can be written."""
    try:
        if path.exists():
            return not path.is_dir() and os.access(path, os.W_OK)
    except OSError:  # a name too long, say
        return False
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    return folder.is_dir() and os.access(folder, os.W_OK)
