"""What became of a search: the figures that its report rests on."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (pydantic reads it, with a run's report)
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ftcrawler.api.query_limits import OFFERS_PER_QUERY
from ftcrawler.sweep.movement import fell

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

    @property
    def contradictions(self) -> tuple[str, ...]:
        """Say in French where the figures of a reading that came to its end do not square."""
        if not self.finished or self.announced is None or self.announced_after is None:
            return ()
        first, last = self.announced, self.announced_after
        told = []
        if first + self.appeared - self.vanished != last:
            told.append(
                f"les totaux ne concordent pas : {first} annoncée(s), +{self.appeared} "
                f"-{self.vanished}, et {last} à la fin"
            )
        if self.vanished and fell(first, self.read):
            told.append(f"{first - self.read} offre(s) non lue(s), trop pour avoir disparu")
        if self.appeared and fell(last, self.read):
            told.append(f"{last - self.read} offre(s) non lue(s), trop pour être apparues")
        return tuple(told)

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong, beyond what no query reaches."""
        too_many = (part for part in self.slices if part.announced > OFFERS_PER_QUERY)
        out_of_reach = sum(part.missing for part in too_many)
        if self.stopped_by:
            return not self.problems
        unexplained = self.problems or self.contradictions or self.missing > out_of_reach
        return self.finished and not unexplained


def named_fall(outcome: Outcome) -> Outcome:
    """Return it with a fall of its total told as a problem, if nothing explains it.

    What was not read has not vanished because some answers knew less of it.
    """
    first = outcome.announced or 0
    if not (outcome.finished and outcome.vanished and fell(first, outcome.read)):
        return outcome
    told = (
        f"le total annoncé est tombé de {first} à {outcome.announced_after} pendant la lecture, "
        f"{first - outcome.read} offre(s) non lue(s)"
    )
    return replace(
        outcome,
        vanished=0,
        missing=max(first - outcome.read, outcome.missing),
        problems=(*outcome.problems, told),
    )


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
