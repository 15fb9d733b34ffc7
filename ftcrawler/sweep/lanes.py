"""Read more offers than one query reaches: in lanes that run side by side, each a slice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ftcrawler.api.creation_dates import bound_second
from ftcrawler.sweep.lane import Lane, LaneAsk
from ftcrawler.sweep.movement import late
from ftcrawler.sweep.offers_met import Newcomers, OffersMet
from ftcrawler.sweep.slice import Slice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.bounds_clock import BoundsClock
    from ftcrawler.sweep.division import Divided

# At 10 requests a second, and up to 0.8 s an answer, 8 are under way at any time.
UNDER_WAY: Final = 10
# Own offers and partners' apart: then « newest first » holds, whichever the API puts first.
ORIGINS: Final = ({"origineOffre": "1"}, {"origineOffre": "2"})
# Pages that are asked for, of all origins together, before their totals are there: of a search so
# large that those hardly count which an origin may not have.
EARLY: Final = 8
LARGE: Final = 20_000


class Lanes:
    """Fed with answers, says what to ask.

    *first* is the answer that told that one query does not reach. Where not all pages may be
    asked for, and so not *free*, the newest offers come first.
    """

    def __init__(self, criteria: Mapping[str, str], first: Answer, *, free: bool) -> None:
        self.criteria = criteria
        self.total = first.total or 0
        self.divided: list[Divided] = []
        self.seen = OffersMet()
        self.newcomers = Newcomers()
        self._free = free
        self._parts: dict[Lane, Divided] = {}
        # The lane that another one was made for a part of.
        self.part_of: dict[Lane, Lane] = {}
        origins = ({},) if "origineOffre" in criteria else ORIGINS
        early = EARLY // len(origins) if self.total >= LARGE else 0
        self._tops = [self._top(extra, early) for extra in origins]
        self.lanes = list(self._tops)
        self.newcomers.begin(first)

    @property
    def under_way(self) -> int:
        """How many answers are waited for."""
        return sum(lane.under_way for lane in self.lanes)

    @property
    def busy(self) -> bool:
        """Tell whether so many answers are waited for that nothing more is asked meanwhile."""
        return self.under_way >= UNDER_WAY

    @property
    def blind(self) -> bool:
        """Tell whether an origin never answered, so that nothing is known of its newest offers."""
        return not all(lane.counted for lane in self._tops)

    @property
    def movement(self) -> int:
        """By how many offers what was to be read grew or shrank, as far as totals show.

        What went and came back is no movement: some answers did not know of it.
        """
        moved = abs(sum(lane.ledger.appeared - lane.ledger.vanished for lane in self.lanes))
        return min(moved, late(self.total))

    @property
    def clock(self) -> BoundsClock | None:
        """A clock that an answer has borne out."""
        return next((lane.clock for lane in self.lanes if lane.clock.sure), None)

    def want(self) -> LaneAsk | None:
        """Return the next page to ask for, None if no lane wants one now."""
        lanes = [lane for lane in self.lanes if not lane.done]
        if not self._free:  # the one that has come least far
            lanes.sort(key=lambda lane: -(lane.frontier or math.inf))
            asks = (lane.want(urgent=urgent) for lane in lanes for urgent in (True, False))
        else:
            asks = (lane.want(urgent=urgent) for urgent in (True, False) for lane in lanes)
        return next(filter(None, asks), None)

    def answered(self, ask: LaneAsk, answer: Answer) -> None:
        """Go on with an answer."""
        lane, begins = ask.lane, not ask.lane.counted
        if begins and lane in self._tops:
            self.newcomers.begin(answer)
        self.newcomers.note(answer)
        lane.take(ask, answer, self.seen)
        self._find_parts(lane, answer.ids)
        if begins and lane in self._tops:
            self._compare_origins()

    def lost(self, ask: LaneAsk, problem: str) -> None:
        """Go on without an answer."""
        ask.lane.lose(ask, problem, self.seen)

    def revive(self) -> None:
        """Ask again, once, for what was lost."""
        for lane in self.lanes:
            lane.revive()

    def add(self, lanes: Sequence[Lane], *, part_of: Lane | None = None) -> None:
        """Read more lanes, of which another one may be short."""
        self.lanes += lanes
        if part_of:
            self.part_of.update(dict.fromkeys(lanes, part_of))

    def add_parts(self, lanes: Sequence[Lane], divided: Divided) -> None:
        """Read parts of a slice that is divided by criteria."""
        self.add(lanes, part_of=divided.lane)
        self._parts.update(dict.fromkeys(lanes, divided))

    def is_part(self, lane: Lane, divided: Divided) -> bool:
        """Tell whether *lane* reads a part of a slice that is divided."""
        whole = self.part_of.get(lane)
        while whole and whole is not divided.lane:
            whole = self.part_of.get(whole)
        return whole is not None

    def read_whole(self) -> bool:
        """Read all in one lane: the origins do not add up to it. False if that was done."""
        if len(self._tops) == 1:
            return False
        for lane in self.lanes:
            if not lane.done:
                lane.leave()
        self._tops = [self._top({})]
        self.add(self._tops)
        return True

    def _top(self, extra: Mapping[str, str], early: int = 0) -> Lane:
        part = Slice(extra)
        if "minCreationDate" in self.criteria:
            names = ("minCreationDate", "maxCreationDate")
            part = Slice(extra, *(bound_second(self.criteria[name]) for name in names))
        return Lane(part, backwards=self._free, early=early)

    def _find_parts(self, lane: Lane, ids: Iterable[str]) -> None:
        divided = self._parts.get(lane)
        while divided:
            divided.ids.update(ids)
            divided = self._parts.get(divided.lane)

    def _compare_origins(self) -> None:
        if not all(lane.counted for lane in self._tops):
            return
        difference = abs(self.total - sum(lane.total for lane in self._tops))
        # They may miss it by what moves meanwhile, not by more.
        if difference > late(self.total):
            self.read_whole()
