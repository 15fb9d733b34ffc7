"""Divide by criteria what dates cannot divide: offers that were imported in one second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.api.referentiels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EXPERIENCE: Final = ("0", "1", "2", "3", "4")
# How many values one query takes together, first many, then fewer. Experience comes first: every
# offer has one. Some have no department; lists of contracts or ROME codes may lack new ones.
STEPS: Final[Mapping[str, Sequence[int]]] = {
    "experience": (1,),
    "typeContrat": (1,),
    "departement": (5, 1),
    "codeROME": (200, 20, 1),
}
# Criteria that the API joins with another by OR, or that say the same in other words.
EXCLUDED_BY: Final[Mapping[str, Sequence[str]]] = {
    "typeContrat": ("natureContrat",),
    "departement": ("commune", "region"),
}
LISTS: Final = {
    "typeContrat": "typesContrats",
    "departement": "departements",
    "codeROME": "metiers",
}


def divisions(criteria: Mapping[str, str]) -> Iterator[list[dict[str, str]]]:
    """Yield the ways to divide a query further, best first; each is a list of criteria to add.

    >>> [len(parts) for parts in divisions({})]
    [5, 11, 21, 8]
    >>> next(divisions({"experience": "4", "natureContrat": "E1", "departement": "75,92"}))
    [{'departement': '75'}, {'departement': '92'}]
    """
    for name, sizes in STEPS.items():
        if any(other in criteria for other in EXCLUDED_BY.get(name, ())):
            continue
        values = _values(name, criteria.get(name))
        size = next((size for size in sizes if size < len(values)), None)
        if size:
            chunks = [values[at : at + size] for at in range(0, len(values), size)]
            yield [{name: ",".join(chunk)} for chunk in chunks]


def _values(name: str, given: str | None) -> Sequence[str]:
    if given:
        return given.split(",")
    return EXPERIENCE if name == "experience" else list(labels(LISTS[name]))
