"""The names that tables give to fields: the API's own words in snake_case."""

from __future__ import annotations

import re
from typing import Final

_HUMPS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake(name: str) -> str:
    """Return a field's name, or its path with underscores, as a column's.

    >>> [snake(name) for name in ("codeNAF", "lieuTravail_codePostal", "accessibleTH")]
    ['code_naf', 'lieu_travail_code_postal', 'accessible_th']
    """
    return _HUMPS.sub("_", name).lower()
