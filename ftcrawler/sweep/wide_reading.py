"""A search of more offers than one query reaches, from its second question to its accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.sweep.closing import Closing, CountAsk
from ftcrawler.sweep.handover import Handover
from ftcrawler.sweep.lane import Lane, LaneAsk
from ftcrawler.sweep.lanes import Lanes
from ftcrawler.sweep.outcome import SliceOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.question import Ask


class WideReading:
    """Lanes, then the counts that close them. *first* is the answer that told to begin them.

    *announced* is the total of the answer that began the search.
    """

    def __init__(
        self, criteria: Mapping[str, str], first: Answer, announced: int, *, free: bool
    ) -> None:
        self._before = announced
        self._lanes = Lanes(criteria, first, free=free)
        self._handover = Handover(self._lanes)
        self._closing = Closing(self._lanes)

    def want(self) -> Ask | None:
        """Return what to ask now, None if an answer must come first, or all is read."""
        if (ask := self._read_on()) or self._lanes.under_way:
            return ask
        # What the closing finds short, lanes read again.
        return self._closing.want() or self._read_on()

    def answered(self, ask: Ask, answer: Answer) -> None:
        """Go on with an answer."""
        if isinstance(ask, LaneAsk):
            self._lanes.answered(ask, answer)
        elif isinstance(ask, CountAsk):
            self._closing.answered(ask, answer)

    def lost(self, ask: Ask, problem: str) -> None:
        """Go on without an answer."""
        if isinstance(ask, LaneAsk):
            self._lanes.lost(ask, problem)
        else:
            self._closing.lost(problem)

    @property
    def finished(self) -> bool:
        """Tell whether all lanes have come to their end."""
        return all(lane.done for lane in self._lanes.lanes) and not self._lanes.under_way

    @property
    def read(self) -> int:
        """How many different offers were met."""
        return len(self._lanes.seen)

    @property
    def met(self) -> int:
        """How many offers were read, those of windows that are not complete among them."""
        return self.read + sum(lane.met for lane in self._lanes.lanes)

    @property
    def after(self) -> int | None:
        """The total at the end, once it was asked for."""
        return self._closing.after

    @property
    def appeared(self) -> int:
        """Offers that came while the list was read, as far as the totals show."""
        late = self._closing.unknown - self._closing.missing
        grown = (self.after or 0) - self._before
        # What was not read for another reason must not pass for new.
        return max(grown, 0 if self.problems else self._closing.appeared + late, 0)

    @property
    def vanished(self) -> int:
        """Offers that went while the list was read, as far as the totals show."""
        return self._before + self.appeared - (self._before if self.after is None else self.after)

    @property
    def missing(self) -> int:
        """Offers that should have been met and were not."""
        named = sum(part.missing for part in self.slices())
        # Where something went wrong, all that did not vanish is wanting.
        in_doubt = bool(self.problems) or self.after is None
        wanting = max(self._before - self.vanished - self.read, 0) if in_doubt else 0
        return max(named, wanting, self._closing.missing)

    @property
    def problems(self) -> list[str]:
        """What went wrong, in French."""
        made_good = self._closing.made_good
        lanes = [lane for lane in self._lanes.lanes if lane not in made_good]
        return [p for lane in lanes for p in lane.problems] + self._closing.problems

    def slices(self) -> list[SliceOutcome]:
        """Return the accounts of every slice that held anything."""
        divided = {part.lane: part for part in self._lanes.divided}
        found = []
        for lane in self._lanes.lanes:
            part = divided.get(lane)
            missing = self._closing.lacking.get(part or lane, 0)
            found_again = self._closing.found_again(lane)
            found.append(_slice_outcome(lane, missing if part else 0, found_again, missing))
        return [part for part in found if part.announced or part.gave]

    def _read_on(self) -> Ask | None:
        """Return a page that a lane wants; what one cannot read is given to others."""
        while not self._lanes.busy:
            ask = self._lanes.want()
            # To look for what comes next may show what a lane leaves to others.
            if ask or not self._handover.see_to_needs():
                return ask
        return None


def _slice_outcome(lane: Lane, lacking: int, found_again: int, missing: int) -> SliceOutcome:
    """Close the accounts of *lane*, whose parts may be *lacking* offers that it announced."""
    ledger = lane.ledger
    short = ledger.vanished + lacking + (ledger.left if lane.done else 0)
    # What was found by reading it again had not vanished: that slice announced it.
    found_again = min(found_again, short)
    missing = min(missing, short - found_again)
    return SliceOutcome(
        criteria=lane.whole.sent,
        announced=ledger.announced + lacking - found_again,
        gave=ledger.gave,
        duplicates=ledger.duplicates,
        appeared=ledger.appeared,
        vanished=short - found_again - missing,
        missing=missing,
    )
