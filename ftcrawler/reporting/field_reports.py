"""The fields of a run's offers as its report shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.offers.field_counts import NULL, OBJECT, OTHERS, ROOT, parent
from ftcrawler.runs.reported_fields import FieldReport

if TYPE_CHECKING:
    from collections.abc import Mapping

ELEMENTS: Final = "[]"


def field_reports(counts: Mapping[str, Mapping[str, int]]) -> dict[str, FieldReport]:
    """Return each field by its path, in alphabetical order; lists' elements cannot be missing.

    Nor can the fields that were counted together.

    >>> field_reports({"": {"object": 3}, "id": {"string": 3}, "permis": {"array": 1}})["permis"]
    FieldReport(types={'array': 1}, missing=2)
    """
    found = {}
    for path in sorted(counts):
        if path == ROOT:
            continue
        types = {kind: number for kind, number in counts[path].items() if kind != NULL}
        if path.endswith(ELEMENTS) or path == OTHERS:
            places = sum(counts[path].values())
        else:
            places = counts[parent(path)][OBJECT]
        found[path] = FieldReport(types, places - sum(types.values()))
    return found
