"""The files of pages: which a run has on disk, the bytes they are written as, their offers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import orjson

from ftcrawler.api.deep_json import json_bytes
from ftcrawler.exceptions import StorageError
from ftcrawler.runs.page_names import PageName

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from ftcrawler.items import OfferPage
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName

Offers = list[dict[str, Any]]

SAMPLE = 4096  # bytes; whoever writes blanks between values does so from the first on


def pages_of_runs(layout: DataLayout, runs: Iterable[RunName]) -> dict[RunName, list[Path]]:
    """Return the pages on disk of each run, label by label, then by number; none: no entry."""
    wanted = {run.stamp: run for run in runs}
    found = defaultdict(list)
    for path in layout.raw.iterdir() if layout.raw.is_dir() else ():
        page = PageName.parse(path.name)
        if page and page.stamp in wanted and path.is_file():
            found[wanted[page.stamp]].append((page.label, page.number, path))
    return {run: [path for *_, path in sorted(pages)] for run, pages in found.items()}


def pages_of(layout: DataLayout, run: RunName) -> list[Path]:
    """Return the pages of a run that are on disk, label by label, then by number."""
    return pages_of_runs(layout, [run]).get(run, [])


def offers_in(path: Path, wanted: Collection[str] | None = None) -> Offers:
    """Return the offers of a page, or those *wanted*; raise StorageError if it is not readable."""
    try:
        offers: Offers = orjson.loads(path.read_bytes())["resultats"]
        if wanted is not None:
            offers = [offer for offer in offers if offer["id"] in wanted]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise StorageError(
            f"Page illisible : {path} ({exc}). Relancez la commande avec -a force=1."
        ) from exc
    return offers


def page_body(page: OfferPage) -> bytes:
    """Return compact JSON in UTF-8, in the API's own structure, without the offers left out."""
    whole = page.answer and len(page.resultats) == len(page.ids)
    if whole and is_compact(page.answer):
        return page.answer
    return json_bytes({"resultats": page.resultats, "filtresPossibles": page.filtres_possibles})


def is_compact(body: bytes) -> bool:
    r"""Tell whether JSON has no blanks between values and spells no accent as an escape.

    A text may look as if: its page is then written anew for nothing, and its data do not change.

    >>> is_compact(b'{"a":1}'), is_compact(b'{"a": 1}'), is_compact(b'{\n"a":1}')
    (True, False, False)
    >>> is_compact(b'{"a":"\\u00e9"}')
    False
    """
    head = body[:SAMPLE]
    return not (b'": ' in head or b"\n" in head or b"\\u" in body)
