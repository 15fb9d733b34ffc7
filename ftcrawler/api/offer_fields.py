"""The fields of an offer that the API's published description names: offer_fields.json."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def published() -> frozenset[str]:
    """Return their paths, written as in fields.py.

    >>> "lieuTravail.codePostal" in published(), "competences[].code" in published()
    (True, True)
    """
    source = files("ftcrawler.api").joinpath("offer_fields.json")
    return frozenset(json.loads(source.read_text(encoding="utf-8")))
