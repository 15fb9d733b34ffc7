"""What lanes ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.sweep.question import Ask

if TYPE_CHECKING:
    from ftcrawler.sweep.early_pages import EarlyPages
    from ftcrawler.sweep.lane import Lane
    from ftcrawler.sweep.window import Window
    from ftcrawler.sweep.window_pages import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneAsk(Ask):
    """A page of a window of a lane, or, without one, the page that may begin the next."""

    lane: Lane
    upper: int | None
    reads: tuple[Window | EarlyPages, Spot] | None = None
