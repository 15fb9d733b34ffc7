"""What is read a second time: stretches that were left out, slices that lack offers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ftcrawler.api.creation_dates import HOUR
from ftcrawler.sweep.lane import Lane
from ftcrawler.sweep.slice import Beyond

if TYPE_CHECKING:
    from ftcrawler.sweep.lanes import Lanes
    from ftcrawler.sweep.window_pages import Hole

# Around a stretch, where nothing has told yet on what clock bounds are read.
ANY_CLOCK: Final = 3 * HOUR


class Rereading:
    """Makes the lanes that read again, once for each reason; they are not read a third time."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        # What reads again, and what it reads.
        self._of: dict[Lane, Lane] = {}
        self._mended: dict[Lane, int] = {}

    def holes(self) -> None:
        """Have read the stretches that lanes left out since this was last asked for."""
        for lane in list(self._lanes.lanes):
            new = lane.holes[self._mended.get(lane, 0) :]
            if new and self._read(lane) is None:
                self._mended[lane] = len(lane.holes)
                self._add(lane, [self._stretch(lane, hole) for hole in new])

    def whole(self, lane: Lane) -> bool:
        """Have all of *lane* read in another way; False if that was done."""
        if self._read(lane) or lane in self._of.values() or lane.whole.newest is None:
            return False
        self._add(lane, [Lane(lane.whole, lane.clock.copy(), beyond=Beyond.HALVE)])
        return True

    def found(self, lane: Lane) -> int:
        """Return how many offers came to light that *lane* had left out."""
        if lane not in self._of.values():
            return 0
        return sum(each.ledger.gave for each in self._lanes.lanes if self._read(each) is lane)

    def _add(self, lane: Lane, again: list[Lane]) -> None:
        self._of.update(dict.fromkeys(again, lane))
        self._lanes.add(again)

    def _read(self, lane: Lane) -> Lane | None:
        """Return what *lane*, or the one it is a part of, reads again."""
        part: Lane | None = lane
        while part is not None and part not in self._of:
            part = self._lanes.part_of.get(part)
        return None if part is None else self._of[part]

    def _stretch(self, lane: Lane, hole: Hole) -> Lane:
        clock = lane.clock if lane.clock.sure else self._lanes.clock
        doubt = 0 if clock else ANY_CLOCK
        clock = (clock or lane.clock).copy()
        oldest, newest = clock.around(hole.oldest or hole.newest, hole.newest)
        if hole.oldest is None:
            oldest = lane.slice.oldest
        if oldest > newest:  # own offers came first: any date may be in between
            return Lane(lane.whole, clock, beyond=Beyond.HALVE)
        oldest = max(oldest - doubt, lane.slice.oldest)
        part = replace(lane.slice, oldest=oldest, newest=newest + doubt)
        return Lane(part, clock, beyond=Beyond.HALVE)
