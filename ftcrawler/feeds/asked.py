"""What feeds are asked for, by `-o`, `-O` and `FEEDS`, and which of it cannot be meant."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlparse

from w3lib.url import file_uri_to_path

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.feeds.formats import PACKED, by_ending, unknown_format
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

STDOUT: Final = "stdout:"
LONGEST: Final = 1000
# The level of `gzip` itself: Scrapy's 9 takes twice its time for 1 % less.
GZIP: Final = {"gzip_compresslevel": 6, "gzip_filename": ""}

Options = dict[str, Any]


def asked_by(given: str, known: Collection[str], *, overwrite: bool) -> tuple[str, Options]:
    """Return the address and the options of what stands behind `-o` or `-O`.

    >>> asked_by("o.csv:excel", ["csv", "excel"], overwrite=True)
    ('o.csv', {'format': 'excel', 'overwrite': True})
    >>> asked_by("o.CSV", ["csv", "excel"], overwrite=False)
    ('o.CSV', {})
    """
    uri, colon, kind = given.rpartition(":")
    options = {"overwrite": True} if overwrite else {}
    if not colon or kind.lower() not in known:
        if given == "-":
            raise ConfigurationError(unknown_format("-", "", known))
        return given, options
    if uri == "-":  # there is nothing to overwrite
        return STDOUT, {"format": kind.lower()}
    return uri, {"format": kind.lower()} | options


def completed(uri: str, options: Mapping[str, Any], known: Collection[str]) -> Options:
    """Return the options with what the ending of the address says.

    Raises ConfigurationError for a format that is none of those *known*.
    """
    ending, packer = by_ending(uri)
    kind = str(options.get("format") or ending)
    if kind not in known:
        if kind.lower() not in known:
            raise ConfigurationError(unknown_format(shown(uri), _told(kind), known))
        kind = kind.lower()
    packing: Options = {}
    if packer and "postprocessing" not in options:
        if kind in PACKED:
            raise ConfigurationError(
                f"{shown(uri)} : un fichier {kind} est déjà comprimé. Retirez la dernière "
                "extension."
            )
        packing = {"postprocessing": [packer], **GZIP}
    return {**packing, **options, "format": kind}


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


def _told(kind: str) -> str:
    """Return a format as it was given: `csv:exel` was meant to name it behind the name.

    >>> _told("csv:exel")
    'exel'
    """
    return one_line(kind.rpartition(":")[2])
