"""One page to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ftcrawler.api.query_limits import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.searches.search import Search


@dataclass(frozen=True, slots=True)
class Ask:
    """What to send beyond the search's own criteria, and the first of the offers wanted.

    Whoever makes one keeps *offset* within what the API reaches.
    """

    criteria: Mapping[str, str]
    offset: int = 0

    @property
    def range(self) -> str:
        """The `range` parameter.

        >>> Ask({}, offset=149).range
        '149-298'
        """
        return f"{self.offset}-{self.offset + PAGE_SIZE - 1}"


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One page of a search, numbered from 1 in the order of asking.

    *again*: how often its answer was doubted; *misled*: how often that answer had offers. *anew*:
    only an answer of today's API will do, none that an earlier process of the run was given.
    """

    search: Search
    page: int
    ask: Ask
    again: int = 0
    misled: int = 0
    anew: bool = False

    @property
    def criteria(self) -> dict[str, str]:
        """Everything that is sent; newest first, unless the search wants another order."""
        return {"sort": "1", **self.search.criteria, **self.ask.criteria, "range": self.ask.range}

    @property
    def key(self) -> str:
        """The question in a form that does not depend on who asks it, or when."""
        return urlencode(sorted(self.criteria.items()))
