"""All that the page holds of figures, whatever a reader chooses: unpacked as its script does."""

from __future__ import annotations

import gzip
import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCRIPT = re.compile(r'<script type="module">.*?</script>', re.DOTALL)
_DESCRIBED = re.compile(r'<script type="application/json" id="rapport">(.*?)</script>')
_TEXTS = {"texte", "jour", "moment"}
_BLOCK = re.compile(r'<script type="text/plain" data-lieu="(\w*)">([\w+/=]*)</script>')


def unpacked(page: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return by place and domain `chiffres`, the key figures, and `pieces`, by exhibit.

    Each of these has a `phrase` and `lignes`, or says what it lacks (`manque`).
    """
    (described,) = _DESCRIBED.findall(page)
    described = orjson.loads(described)
    found = {
        (place, domain): choice
        for place, packed in _BLOCK.findall(page)
        for domain, choice in orjson.loads(gzip.decompress(b64decode(packed))).items()
    }
    for choice in found.values():
        for name, figure in choice["pieces"].items():
            if "colonnes" in figure:
                forms = [heading["forme"] for heading in described["pieces"][name]["entetes"]]
                figure["lignes"] = _rows(figure.pop("colonnes"), forms, described["textes"])
    return found


def _rows(columns: list[list[Any]], forms: list[str], texts: list[str]) -> list[list[Any]]:
    told = [
        [texts[cell] if type(cell) is int and form in _TEXTS else cell for cell in column]
        for column, form in zip(columns, forms, strict=True)
    ]
    return [list(row) for row in zip(*told, strict=True)]


def words(page: str) -> str:
    """Return every text of the page once: what is packed too, but not its scripts."""
    told = {text for choice in unpacked(page).values() for text in _texts(choice)}
    return "\n".join([_SCRIPT.sub("", page), *sorted(told)])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
