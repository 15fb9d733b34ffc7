"""Where feeds go: how a place is shown, which are one place, which can be written."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Final
from urllib.parse import urlparse

from w3lib.url import file_uri_to_path

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

STDOUT: Final = "stdout:"
LONGEST: Final = 1000


def refuse_twins(uris: Iterable[str]) -> None:
    """Raise ConfigurationError if two addresses are one place, whatever they are called."""
    known: dict[object, str] = {}
    for uri in uris:
        place = _place(uri)
        if place in known:
            twins = dict.fromkeys((known[place], uri))
            raise ConfigurationError(
                f"{' et '.join(map(shown, twins))} : le même fichier est demandé deux fois, et "
                "l'un remplacerait l'autre. Donnez un nom à chacun."
            )
        known[place] = uri


def shown(uri: str) -> str:
    """Return the address of a feed as a message may have it: without a password.

    >>> shown("s3://key:a/secret@bucket/o.csv"), shown("s3://bucket/a@b.csv")
    ('s3://[masqué]@bucket/o.csv', 's3://bucket/a@b.csv')
    """
    return one_line(uri, most=LONGEST)


def local_path(uri: str) -> Path | None:
    """Return the path of a feed on this disk, None if it is elsewhere."""
    if uri.startswith("file:"):
        return Path(file_uri_to_path(uri))
    scheme = urlparse(uri).scheme
    return Path(uri) if not scheme or PureWindowsPath(uri).drive else None


def is_stdout(uri: str) -> bool:
    """Tell whether a feed goes where the program prints."""
    return uri.startswith(STDOUT) or _place(uri) == _place(STDOUT)


def is_filled(path: Path) -> bool:
    """Tell whether a file is there and holds something."""
    return path.exists() and path.stat().st_size > 0


def is_writable(path: Path) -> bool:
    """Tell whether the file, or the first folder above it that exists, can be written."""
    try:
        if path.exists():
            return not path.is_dir() and os.access(path, os.W_OK)
    except OSError:  # a name too long, say
        return False
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    return folder.is_dir() and os.access(folder, os.W_OK)


def _place(uri: str) -> object:
    if uri.startswith(STDOUT):
        with suppress(OSError):  # it is closed
            found = os.fstat(1)
            return found.st_dev, found.st_ino
        return STDOUT
    path = local_path(uri)
    if path is None:
        return uri
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return os.path.normcase(os.path.realpath(path))
