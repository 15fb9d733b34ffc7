"""Plays days: offers open, change, close, come back and hide from one day to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ftsandbox.config import MAX_OFFERS
from ftsandbox.days.day_order import USUAL, counted
from ftsandbox.wall_clock import DAY, SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ftsandbox.catalogue.catalogue import Offer, Positions
    from ftsandbox.config import SandboxConfig
    from ftsandbox.days.day_order import DayOrder
    from ftsandbox.made.growth import Growth
    from ftsandbox.search.market import Market
    from ftsandbox.wall_clock import Clock

# Of the offers that come back, those that were touched meanwhile.
_TOUCHED: Final = 0.5
# Offers of a file are served as they are: none is invented, none says something else.
_UNWRITTEN: Final = ("opened", "changed", "actualised")


@dataclass(frozen=True, slots=True)
class Day:
    """What a day did: ids by kind, and for those changed the API's names of what changed.

    No offer is of two kinds. `day` counts from 1. `dateActualisation` changes with all else, and
    is not named.
    """

    day: int
    opened: Sequence[str]
    changed: Mapping[str, Sequence[str]]
    actualised: Sequence[str]
    closed: Sequence[str]
    reopened: Sequence[str]
    hidden: Sequence[str]


class PlayedDays:
    """Days of 24 hours, drawn from the seed; to be used in the thread that reads the catalogue.

    Without *growth* the offers are those of a file.
    """

    def __init__(
        self, market: Market, clock: Clock, growth: Growth | None, config: SandboxConfig
    ) -> None:
        self.records: list[Day] = []
        self._market = market
        self._clock = clock
        self._growth = growth
        self._config = config

    def play(self, order: DayOrder | None) -> Day:
        """Move to the next day, by default a usual one; raise ValueError, in French.

        Nothing has moved when it is raised.
        """
        market = self._market
        market.refresh()
        order = self._checked(order)
        number = market.day + 1
        rng = np.random.default_rng([self._config.seed, 8, number])
        opened = self._opened(order)
        changed, actualised, closed, hidden, reopened = self._picked(rng, order)
        shown, known = market.catalogue.source.render(changed.tolist()), market.opened
        if self._growth:
            until = self._clock.start + number * DAY
            back = reopened[rng.random(len(reopened)) < _TOUCHED]
            touched = np.concatenate((actualised, back))
            self._growth.add_day(rng, until, opened, changed, touched)
        self._clock.advance(DAY / SECOND)
        market.begin_day(closed=closed, reopened=reopened, hidden=hidden)
        source = market.catalogue.source
        pairs = zip(shown, source.render(changed.tolist()), strict=True)
        day = Day(
            number,
            source.ids(np.arange(known, market.opened)),
            {before["id"]: _changes(before, after) for before, after in pairs},
            *(source.ids(positions) for positions in (actualised, closed, reopened, hidden)),
        )
        self.records.append(day)
        return day

    def _checked(self, order: DayOrder | None) -> DayOrder:
        if self._config.vanish or self._config.appear:
            raise ValueError("Les jours ne vont pas avec --vanish ni --appear.")
        if self._growth is None:
            if order is None:
                return replace(USUAL, **dict.fromkeys(_UNWRITTEN, 0))
            for kind in _UNWRITTEN:
                if getattr(order, kind):
                    raise ValueError(f"« {kind} » ne va pas avec --offers : ses offres sont lues.")
        return order or USUAL

    def _opened(self, order: DayOrder) -> int:
        opened = counted(order.opened, len(self._market.open_positions()))
        _refuse_more_than(MAX_OFFERS - len(self._market.catalogue), opened, "offres nouvelles")
        return opened

    def _picked(self, rng: np.random.Generator, order: DayOrder) -> list[Positions]:
        """Draw the offers that are changed, actualised, closed, hidden, reopened."""
        market = self._market
        open_now = market.open_positions()
        amounts = (order.changed, order.actualised, order.closed, order.hidden)
        counts = [counted(amount, len(open_now)) for amount in amounts]
        gone = np.flatnonzero(market.closed)
        back = counted(order.reopened, len(gone))
        _refuse_more_than(len(open_now), sum(counts), "offres ouvertes")
        _refuse_more_than(len(gone), back, "offres fermées")
        drawn = rng.permutation(open_now)[: sum(counts)]
        kinds = np.split(drawn, np.cumsum(counts)[:-1])
        return [np.sort(each) for each in (*kinds, rng.permutation(gone)[:back])]


def _refuse_more_than(there: int, asked: int, what: str) -> None:
    if asked > there:
        raise ValueError(f"{asked} {what} demandées : {there} au plus.")


def _changes(before: Offer, after: Offer) -> list[str]:
    return [
        name
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name) and name != "dateActualisation"
    ]
