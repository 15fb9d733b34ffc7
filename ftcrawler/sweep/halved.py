"""A slice whose order cannot be relied on, read in two halves of its time."""

from __future__ import annotations

from typing import Final

from ftcrawler.api.dates import END
from ftcrawler.sweep.lane import Lane
from ftcrawler.sweep.lane_ask import Beyond

# Halves that hold together so many times what they divide: bounds do not cut.
IN_VAIN: Final = 1.5


class Halved:
    """Two lanes instead of one."""

    def __init__(self, lane: Lane) -> None:
        newest = END if lane.slice.newest is None else lane.slice.newest
        self._total = lane.total
        halves, clock = lane.slice.halves(newest), lane.clock
        self.lanes = [Lane(part, clock.copy(), beyond=Beyond.HALVE) for part in halves]

    @property
    def counted(self) -> bool:
        """Tell whether both have said how many offers they hold."""
        return all(lane.counted or lane.done for lane in self.lanes)

    @property
    def in_vain(self) -> bool:
        """Tell whether they hold more than they should: the bounds were not heeded."""
        return sum(lane.total for lane in self.lanes) > IN_VAIN * self._total
