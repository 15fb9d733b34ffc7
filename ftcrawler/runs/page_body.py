"""The bytes of a page's file: the API's own where nothing was left out, else written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.api.deep_json import json_bytes

if TYPE_CHECKING:
    from ftcrawler.items import OfferPage

SAMPLE = 4096  # bytes; whoever writes blanks between values does so from the first on


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
