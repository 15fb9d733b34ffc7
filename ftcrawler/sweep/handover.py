"""Give to other lanes what one cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.api.creation_dates import END, HOUR
from ftcrawler.sweep.division import Divided
from ftcrawler.sweep.lane import Lane
from ftcrawler.sweep.slice import Beyond, Need, Slice

if TYPE_CHECKING:
    from ftcrawler.sweep.lanes import Lanes

# Halves that hold together so many times what they divide: bounds do not cut.
IN_VAIN: Final = 1.5


class Handover:
    """Sees to the needs of lanes; what it makes is read beside them."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._halved: dict[Lane, Halved] = {}

    def see_to_needs(self) -> bool:
        """See to all that can be seen to now; tell whether there was anything."""
        needing = [lane for lane in self._lanes.lanes if lane.need]
        return sum(self._see_to(lane) for lane in needing) > 0

    def _see_to(self, lane: Lane) -> bool:
        """Give to other lanes what this one cannot read; False if that must wait."""
        match lane.need:
            case Need.SECOND:
                part = Slice(lane.slice.criteria, *lane.next_window.stuck_at)
                lane.skip()
                self._lanes.add([Lane(part, lane.clock.copy())], part_of=lane)
            case Need.REST:
                rest = Lane(_rest(lane), lane.clock.copy(), beyond=Beyond.HALVE)
                lane.finish()
                self._lanes.add([rest], part_of=lane)
            case Need.UNORDERED:
                lane.leave()
                whole = Lane(lane.slice, lane.clock.copy(), beyond=Beyond.HALVE)
                self._lanes.add([whole], part_of=lane)
            case Need.HALVES:
                return self._halve(lane)
            case _:
                self._divide(lane)
        return True

    def _halve(self, lane: Lane) -> bool:
        halved = self._halved.get(lane)
        if halved and not halved.counted:  # its other half comes first
            return False
        if halved and halved.in_vain:
            self._divide(lane)
            return True
        made = Halved(lane)
        self._halved.update(dict.fromkeys(made.lanes, made))
        self._lanes.add(made.lanes, part_of=lane)
        lane.leave()
        return True

    def _divide(self, lane: Lane) -> None:
        divided = Divided(lane, self._lanes.criteria)
        self._lanes.divided.append(divided)
        lane.leave()
        self._lanes.add_parts(divided.again(), divided)


class Halved:
    """A slice whose order cannot be relied on, read in two halves of its time."""

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


def _rest(lane: Lane) -> Slice:
    """Return what *lane* could not go on to: all that is no newer than the last offer met."""
    if lane.frontier is None:
        return lane.slice
    # Should the clock be to blame, an hour or two more.
    return lane.slice.up_to(lane.clock.upper(lane.frontier) + 2 * HOUR)
