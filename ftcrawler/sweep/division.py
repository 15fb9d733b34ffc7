"""Divide by criteria what dates cannot divide: offers that were imported in one second."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ftcrawler.api.code_labels import labels
from ftcrawler.sweep.lane import Lane
from ftcrawler.sweep.slice import Beyond

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


class Divided:
    """A slice read in parts: tries one way to divide after the other until all of it is found."""

    def __init__(self, lane: Lane, criteria: Mapping[str, str]) -> None:
        self.lane = lane
        self.whole = lane.slice
        self.ids: set[str] = set()
        self._announced = lane.total
        self._parts: list[Lane] = []
        self._exhausted = False
        self._ways = divisions({**criteria, **lane.slice.criteria})

    @property
    def known(self) -> int:
        """How many offers its parts gave."""
        return len(self.ids)

    @property
    def short(self) -> bool:
        """Tell whether its parts gave less than it announced."""
        return self.known < self._announced

    def again(self) -> list[Lane]:
        """Return the parts of the next way to divide it; in the end, all that offsets reach."""
        if self._exhausted:
            return []
        parts = next(self._ways, None)
        self._exhausted = parts is None
        beyond = Beyond.REACH if self._exhausted else Beyond.DIVIDE
        self._parts = [
            Lane(
                replace(self.whole, criteria={**self.whole.criteria, **part}),
                self.lane.clock.copy(),
                beyond=beyond,
            )
            for part in parts or [{}]
        ]
        return self._parts

    @property
    def covers(self) -> bool:
        """Tell whether the parts announced, together, all that there was to divide."""
        return sum(part.total for part in self._parts) >= self._announced


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
