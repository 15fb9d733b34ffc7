"""A small country's nights: the sandbox's offers and days, in the history without a crawl."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ftsandbox.config import SandboxConfig
from ftsandbox.days.played_days import PlayedDays
from ftsandbox.made.growth import Growth
from ftsandbox.search.market import Market
from ftsandbox.wall_clock import Clock
from tests.history.made_runs import History

if TYPE_CHECKING:
    from pathlib import Path

FIRST: Final = datetime(2026, 10, 1, 2)  # noqa: DTZ001 (Paris, as stamps are)
# Enough that most departments have five of each common kind.
OFFERS: Final = 2_400
# What titles of a sector hold.
SECTORS: Final = {
    "informatique": ("informatique", "données"),
    "santé": ("infirmier", "soignant"),
}


class SmallCountry:
    """Offers of which each day opens, changes, closes and reopens some."""

    def __init__(self, offers: int) -> None:
        config = SandboxConfig(offers_count=offers, seed=11, now=FIRST - timedelta(hours=1))
        clock = Clock(config.now)
        growth = Growth(config, clock.start)
        self._market = Market(clock, growth, 0, config.seed)
        self._days = PlayedDays(self._market, clock, growth, config)

    def next_day(self) -> None:
        """Play a usual day of the sandbox."""
        self._days.play(None)

    def open(self, *, hidden: bool = False) -> list[dict[str, Any]]:
        """Return what a complete reading holds; with the *hidden* ones, all that is open."""
        market = self._market
        positions = market.open_positions()
        if not hidden:
            positions = positions[~market.hidden[positions]]
        return list(market.catalogue.source.render(positions.tolist()))


def live(root: Path, nights: int, offers: int = OFFERS) -> History:
    """Return a history of so many nights; the last has also read the sectors."""
    history, country = History(root), SmallCountry(offers)
    night = FIRST
    held: list[dict[str, Any]] = []
    for number in range(nights):
        night = FIRST + timedelta(days=number)
        if number:
            country.next_day()
        held = country.open()
        history.run(_stamp(night), held)
        history.update()
        if number:
            everything = {each["id"]: each for each in country.open(hidden=True)}
            history.ask(_stamp(night + timedelta(hours=1)), everything)
            history.update()
    for place, (sector, words) in enumerate(SECTORS.items(), 2):
        found = {
            word: [each for each in held if word in each["intitule"].lower()] for word in words
        }
        stamp = _stamp(night + timedelta(hours=place))
        history.run(stamp, found, spider="sector", sector=sector)
    history.update()
    return history


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%d_%H%M%S}"
