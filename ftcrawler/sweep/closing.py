"""How a sweep ends: what gave too little is read again, then the whole is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.sweep.division import Divided
from ftcrawler.sweep.lane import Lane
from ftcrawler.sweep.question import Ask
from ftcrawler.sweep.rereading import Rereading

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.lanes import Lanes


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAsk(Ask):
    """How many offers there are now: of a slice; newer than the sweep's start; in all."""

    account: Lane | Divided | None = None
    newer: bool = False


class Closing:
    """Asked for questions once no lane has any; it may open lanes again."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._rereading = Rereading(lanes)
        self._checked: set[Lane | Divided] = set()
        self._counted = self._newer_asked = False
        self._lost: list[str] = []
        self.under_way = 0
        # Totals at the end: of the whole search, and of what is newer than its start.
        self.after: int | None = None
        self.newer: int | None = None
        # What each short account lacks, for good.
        self.lacking: dict[Lane | Divided, int] = {}

    @property
    def problems(self) -> list[str]:
        """Counts that could not be had, in French."""
        return [f"vérification impossible : {problem}" for problem in self._lost]

    @property
    def made_good(self) -> set[Lane | Divided]:
        """What was short, and lacks nothing by the last count."""
        return {account for account, lacking in self.lacking.items() if not lacking}

    def found_again(self, lane: Lane) -> int:
        """Return how many offers that *lane* had left out were found by reading again."""
        return self._rereading.found(lane)

    def want(self) -> CountAsk | None:
        """Return the next count; None when all is counted, or something must be read first."""
        self._lanes.revive()
        self._rereading.holes()
        if any(not lane.done for lane in self._lanes.lanes):
            return None
        ask = self._check() or (None if self.under_way else self._count())
        self.under_way += ask is not None
        return ask

    def answered(self, ask: CountAsk, answer: Answer) -> None:
        """Compare the count with what is known; have read again what lacks offers."""
        self.under_way -= 1
        late = self._lanes.seen.add(answer.ids)
        self._lanes.newcomers.note(answer)
        if answer.total is None:
            self._lost.append("; ".join(answer.defects) or "total absent")
            return
        total = answer.total
        if isinstance(ask.account, Divided):
            ask.account.ids.update(answer.ids)
            self._settle_parts(ask.account, total)
        elif ask.account:
            ask.account.ledger.find(late)
            self._settle(ask.account, total)
        elif ask.newer:
            self.newer = total
        else:
            self.after = total

    def lost(self, problem: str) -> None:
        """Name a count that could not be had."""
        self.under_way -= 1
        self._lost.append(problem)

    @property
    def unknown(self) -> int:
        """Offers of the last count that the sweep does not know, though they are not new."""
        if self.after is None:
            return 0
        if self._lanes.blind:
            return max(self.after - len(self._lanes.seen), 0)
        if self.newer is None:
            return max(min(self.after, self._lanes.total) - len(self._lanes.seen), 0)
        known = len(self._lanes.seen) - len(self._lanes.newcomers.ids)
        return max(self.after - self.newer - known, 0)

    @property
    def appeared(self) -> int:
        """Offers of the last count that came after the sweep began."""
        if self._lanes.blind or self.newer is None:
            return 0
        newcomers = self._lanes.newcomers
        unmet = max(self.newer - len(newcomers.ids) - self._named, 0)
        return len(newcomers.later) + unmet

    @property
    def missing(self) -> int:
        """Those of them that should have been met: as many as came and went may have come late."""
        rest = max(self.unknown - self._named, 0)
        late = 0 if self._lanes.blind else self._lanes.movement
        return min(self.unknown, self._named) + (rest if rest > late else 0)

    @property
    def _named(self) -> int:
        """What short accounts lack, for good: to read all in another way would not find it."""
        return sum(self.lacking.values())

    def _check(self) -> CountAsk | None:
        # What is inside of another comes first.
        accounts: list[Lane | Divided] = [*self._lanes.lanes, *reversed(self._lanes.divided)]
        for account in accounts:
            if account.short and account not in self._checked:
                if isinstance(account, Divided) and self.under_way:
                    return None
                self._checked.add(account)
                return CountAsk(account.whole.under(account.whole.newest), account=account)
        return None

    def _settle(self, lane: Lane, total: int) -> None:
        lacking = max(total - lane.ledger.read - self.found_again(lane), 0)
        stood_still = total == lane.total and not lane.ledger.left
        if lacking and stood_still and self._rereading.whole(lane):
            self._checked.discard(lane)
            return
        # A list that moved explains what it lacks, unless it was not read to its end.
        gave_up = bool(lane.ledger.left or lane.holes)
        self.lacking[lane] = lacking if gave_up or total == lane.total else 0

    def _settle_parts(self, divided: Divided, total: int) -> None:
        inside = sum(
            lacking
            for account, lacking in self.lacking.items()
            if self._lanes.is_part(account if isinstance(account, Lane) else account.lane, divided)
        )
        lacking = max(total - divided.known - inside, 0)
        again = divided.again() if lacking and not divided.covers else []
        self.lacking[divided] = 0 if again else lacking
        self._lanes.add_parts(again, divided)
        if again:
            self._checked.discard(divided)  # its parts may be short in their turn

    def _count(self) -> CountAsk | None:
        if not self._counted:
            self._counted = True
            return CountAsk({"sort": "1"})
        short = self.after is not None and self.after > len(self._lanes.seen)
        if short and not self._newer_asked and (clock := self._lanes.clock):
            self._newer_asked = True
            criteria = self._lanes.newcomers.criteria(self._lanes.criteria, clock.shift)
            return CountAsk(criteria, newer=True)
        if self.missing > self._named and self._lanes.read_whole():
            self._counted = self._newer_asked = False
            self.after = self.newer = None
        return None
