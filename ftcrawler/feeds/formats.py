"""The formats of feeds: what can be chosen in each, and how a name or an option asks for one."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.feeds.destinations import STDOUT, shown
from ftcrawler.offers.columns import CSV_COLUMNS
from ftcrawler.offers.fields import FOUND, OFFER, REST
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# What `fields` may name, by format.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("csv", "tsv", "excel", "xlsx"), (*CSV_COLUMNS, *FOUND)),
    "parquet": (*OFFER, REST, *FOUND),
    **dict.fromkeys(("json", "jsonl", "jsonlines", "ndjson", "jl"), (*OFFER, *FOUND)),
}
# One document: nothing can be written behind its end.
WHOLE: Final = frozenset({"json", "parquet", "xlsx"})
# What packs a feed, by the ending behind that of its format.
PACKERS: Final[Mapping[str, str]] = {
    "gz": "scrapy.extensions.postprocessing.GzipPlugin",
    "bz2": "scrapy.extensions.postprocessing.Bz2Plugin",
    "xz": "scrapy.extensions.postprocessing.LZMAPlugin",
}
# They are packed within: a reader would not find its way through a second wrapping.
PACKED: Final = frozenset({"parquet", "xlsx"})
# The level of `gzip` itself: Scrapy's 9 takes twice its time for 1 % less.
GZIP: Final = {"gzip_compresslevel": 6, "gzip_filename": ""}

Options = dict[str, Any]


def parse_output(given: str, known: Collection[str], *, overwrite: bool) -> tuple[str, Options]:
    """Return the address and the options of what stands behind `-o` or `-O`.

    >>> parse_output("o.csv:excel", ["csv", "excel"], overwrite=True)
    ('o.csv', {'format': 'excel', 'overwrite': True})
    >>> parse_output("o.CSV", ["csv", "excel"], overwrite=False)
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


def completed_options(uri: str, options: Mapping[str, Any], known: Collection[str]) -> Options:
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


def by_ending(uri: str) -> tuple[str, str | None]:
    """Return the format that the ending of a name says, and what packs it.

    >>> by_ending("s3://bucket/Offres.CSV"), by_ending("offres.tar.jsonl.gz")[0], by_ending("x")
    (('csv', None), 'jsonl', ('', None))
    """
    endings = PurePath(uri).name.lower().split(".")[1:]
    packer = PACKERS.get(endings[-1]) if endings else None
    if packer:
        endings.pop()
    return (endings[-1] if endings else ""), packer


def unknown_format(uri: str, kind: str, known: Collection[str]) -> str:
    """Return, in French, that there is no format *kind*, and which there are.

    >>> print(unknown_format("o.ods", "ods", CHOICES))
    o.ods : format inconnu, « ods ». Terminez le nom par .csv, .tsv, .xlsx, .parquet, .json, .jsonl, .jsonlines, .ndjson ou .jl (.gz, .bz2 ou .xz derrière pour comprimer), ou dites le format : FICHIER:excel
    """  # noqa: E501 (the message is one line)
    named = f", « {kind} »" if kind else ""
    near = get_close_matches(kind, known, n=1)
    meant = f" ({near[0]} ?)" if near else ""
    *first, last = (f".{name}" for name in CHOICES if name != "excel")
    return (
        f"{uri} : format inconnu{named}{meant}. Terminez le nom par {', '.join(first)} ou {last} "
        "(.gz, .bz2 ou .xz derrière pour comprimer), ou dites le format : FICHIER:excel"
    )


def _told(kind: str) -> str:
    """Return a format as it was given: `csv:exel` was meant to name it behind the name.

    >>> _told("csv:exel")
    'exel'
    """
    return one_line(kind.rpartition(":")[2])
