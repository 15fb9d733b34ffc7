"""What became of a search: the figures that its report rests on; contradictions.py judges them."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (pydantic reads it, with a run's report)
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftcrawler.searches.search import Search


class StoppedBy(StrEnum):
    """What kept a reading from going on to the announced end."""

    MAX_PAGES = "max_pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceOutcome:
    """One narrower search, under the criteria that were sent beyond the search's own.

    announced + appeared - vanished = gave + duplicates + missing; `duplicates` are offers that
    another slice gave, most of them in the second or two that neighbours share.
    """

    criteria: Mapping[str, str]
    announced: int
    gave: int
    duplicates: int = 0
    appeared: int = 0
    vanished: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One search. `announced` and `announced_after` are None where no answer told them.

    `read` are different offers met and accounted for, `met` also those of pages whose accounts are
    still open: enough to show how far it is. `answers` are answers taken in, `unanswered` requests
    without an end; `silent` says that no answer came at all. `missing` are offers that should
    have been met and were not, by the sweep's own accounts.
    """

    search: Search
    announced: int | None = None
    announced_after: int | None = None
    read: int = 0
    met: int = 0
    appeared: int = 0
    vanished: int = 0
    missing: int = 0
    answers: int = 0
    unanswered: int = 0
    silent: bool = False
    stopped_by: StoppedBy | None = None
    finished: bool = False
    slices: tuple[SliceOutcome, ...] = ()
    problems: tuple[str, ...] = ()


def whole_slice(announced: int, *, read: int, missing: int) -> SliceOutcome:
    """Return the accounts of a search that was read in one piece."""
    moved = read + missing - announced
    return SliceOutcome(
        criteria={},
        announced=announced,
        gave=read,
        appeared=max(moved, 0),
        vanished=max(-moved, 0),
        missing=missing,
    )
