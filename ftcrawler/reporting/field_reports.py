"""The fields of a run's offers as its report shows them."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (written.py has pydantic read it)
from dataclasses import dataclass
from typing import Final

from ftcrawler.offers.field_counts import NULL, OBJECT, OTHERS, ROOT, parent

ELEMENTS: Final = "[]"


@dataclass(frozen=True, slots=True)
class FieldReport:
    """One field: how many of its values have each JSON type, and how many are missing.

    Missing is a value that is null, or not there in what the field is part of: an offer, an
    object, an element of a list.
    """

    types: Mapping[str, int]
    missing: int

    @property
    def present(self) -> int:
        """How many values there are, nulls apart."""
        return sum(self.types.values())

    @property
    def share_missing(self) -> float:
        """The share of what it could be in that lacks it, from 0 to 1."""
        places = self.present + self.missing
        return self.missing / places if places else 0.0


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
