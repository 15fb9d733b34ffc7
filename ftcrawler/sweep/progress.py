"""How far the reading of one search has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ftcrawler.api.ranges import PAGES_PER_QUERY, pages_for


class StoppedBy(StrEnum):
    """What kept a reading from going on to the announced end."""

    MAX_PAGES = "max_pages"
    API_LIMIT = "api_limit"


@dataclass(slots=True)
class SearchProgress:
    """Counts of one search. Pages are counted from 1, in the API's order.

    `announced` is the total of the first answer: the list as it stood when the reading began.
    """

    granted: int = 0
    answered: int = 0
    filled: int = 0
    failed: int = 0
    announced: int | None = None
    problems: list[str] = field(default_factory=list)
    _needed: int = 1

    @property
    def settled(self) -> bool:
        """Tell whether it is known how many pages this search has, or that it cannot be."""
        return self.granted == 0 or bool(self.answered or self.failed)

    @property
    def unanswered(self) -> int:
        """How many pages were asked for of which nothing came back, not even an error."""
        return self.granted - self.answered - self.failed

    @property
    def wanted(self) -> int:
        """How many pages are worth asking for, as far as is known and the API allows."""
        return min(self._needed, PAGES_PER_QUERY)

    def note_answer(self, page: int, total: int | None, offers: int) -> None:
        """Take in an answer; an empty one ends the search where it stands."""
        self.answered += 1
        if self.announced is None:
            self.announced = total
        if offers:
            self.filled += 1
            self._needed = max(self._needed, pages_for(total or 0))
        else:
            self._needed = min(self._needed, max(page - 1, 1))

    def note_failure(self, page: int, problem: str) -> None:
        """Take in that a page could not be had."""
        self.failed += 1
        self.problems.append(f"page {page} : {problem}")

    def stopped_by(self, *, allowance_spent: bool) -> StoppedBy | None:
        """Say what stopped a reading that did not reach the announced end."""
        beyond_reach = self._needed > PAGES_PER_QUERY
        if allowance_spent and (beyond_reach or self.granted < self.wanted):
            return StoppedBy.MAX_PAGES
        return StoppedBy.API_LIMIT if beyond_reach else None
