"""What lanes ask for, and what they leave to others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ftcrawler.sweep.question import Ask

if TYPE_CHECKING:
    from ftcrawler.sweep.early_pages import EarlyPages
    from ftcrawler.sweep.lane import Lane
    from ftcrawler.sweep.window import Window
    from ftcrawler.sweep.window_pages import Spot


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneAsk(Ask):
    """A page of a window of a lane, or, without one, the page that may begin the next."""

    lane: Lane
    upper: int | None
    reads: tuple[Window | EarlyPages, Spot] | None = None
