"""A narrower search: criteria, and bounds on the creation date; what becomes of a large one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final, Self

from ftcrawler.api.creation_dates import BEGINNING, bound

if TYPE_CHECKING:
    from collections.abc import Mapping

# A slice of so few seconds is not cut by date any more.
NARROW: Final = 4


@dataclass(frozen=True, slots=True)
class Slice:
    """Criteria, and bounds on the server's clock in seconds; without `newest`, up to the present.

    Neighbours share a second or two, whatever the bounds include: an overlap, never a gap.
    """

    criteria: Mapping[str, str]
    oldest: int = BEGINNING
    newest: int | None = None

    @property
    def narrow(self) -> bool:
        """Tell whether dates cannot cut it."""
        return self.newest is not None and self.newest - self.oldest <= NARROW

    @property
    def sent(self) -> dict[str, str]:
        """What tells it from its neighbours, as it is sent."""
        sent = dict(self.criteria)
        if self.oldest != BEGINNING:
            sent["minCreationDate"] = bound(self.oldest)
        if self.newest is not None:
            sent["maxCreationDate"] = bound(self.newest)
        return sent

    def under(self, upper: int | None) -> dict[str, str]:
        """Return what is sent for the part of it that is no newer than *upper*, newest first."""
        if upper is None:
            return {**self.criteria, "sort": "1"}
        dates = {"minCreationDate": bound(self.oldest), "maxCreationDate": bound(upper)}
        return {**self.criteria, **dates, "sort": "1"}

    def clamp(self, upper: int) -> int:
        """Return *upper*, or the nearest bound that is within this slice."""
        most = upper if self.newest is None else min(upper, self.newest)
        return max(most, self.oldest)

    def up_to(self, newest: int) -> Self:
        """Return the part that is no newer than the bound *newest*."""
        return replace(self, newest=self.clamp(newest))

    def halves(self, newest: int) -> tuple[Self, Self]:
        """Return the newer and the older half of the time up to the bound *newest*."""
        middle = (self.oldest + newest) // 2
        return replace(self, oldest=middle - 1, newest=newest), replace(self, newest=middle)


class Beyond(Enum):
    """What to do with a slice of more offers than one query reaches."""

    CHAIN = "go on below the last date read"
    HALVE = "halve the time, whatever the order"
    DIVIDE = "divide by criteria"
    REACH = "leave it: nothing divides it"


class Need(Enum):
    """What a lane leaves to others."""

    HALVES = "its two halves"
    PARTS = "its parts by criteria"
    SECOND = "the second at which it is stuck"
    REST = "what it could not go on to"
    UNORDERED = "all of it, whatever the order"
