"""A slice that dates cannot cut any more, read in parts by criteria."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ftcrawler.sweep.division import divisions
from ftcrawler.sweep.lane import Lane
from ftcrawler.sweep.lane_ask import Beyond

if TYPE_CHECKING:
    from collections.abc import Mapping


class Divided:
    """Tries one way to divide after the other until all that was announced is found."""

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
