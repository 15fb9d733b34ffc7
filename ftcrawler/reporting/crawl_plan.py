"""What a crawl would cost, from what the API announces for each of its searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.api.query_limits import OFFERS_PER_QUERY, PAGE_SIZE
from ftcrawler.reporting.cost import requests_for, shared_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ftcrawler.searches.search import Search

# Of the quota, what is used: the rest is for the jitter of the network (quota/schedule.py).
USED: Final = 0.95
# An offer on disk (docs/api.md 7).
BYTES_PER_OFFER: Final = 4100


@dataclass(frozen=True, slots=True)
class Counted:
    """A search and what the API announces for it; None: it did not say."""

    search: Search
    announced: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSearch:
    """What a crawl would read of one search.

    `estimated`: how many requests that takes depends on how the offers spread over time.
    """

    label: str
    announced: int | None
    offers: int
    requests: int
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The searches of a crawl, its seconds between two requests, its quota a second (0: none)."""

    searches: tuple[PlannedSearch, ...]
    delay: float
    quota: int

    @property
    def known(self) -> bool:
        """Tell whether the API has answered for every search."""
        return all(search.announced is not None for search in self.searches)

    @property
    def unknown(self) -> bool:
        """Tell whether it has answered for none."""
        return all(search.announced is None for search in self.searches)

    @property
    def estimated(self) -> bool:
        """Tell whether the requests are an estimate."""
        return any(search.estimated for search in self.searches)

    @property
    def announced(self) -> int:
        """What the API announces, an offer as often as searches find it."""
        return sum(search.announced or 0 for search in self.searches)

    @property
    def offers(self) -> int:
        """What would be read, at most."""
        return sum(search.offers for search in self.searches)

    @property
    def requests(self) -> int:
        """What would be asked."""
        return sum(search.requests for search in self.searches)

    @property
    def size(self) -> int:
        """Bytes on disk, at most: an offer that several searches find is kept once."""
        return self.offers * BYTES_PER_OFFER

    @property
    def seconds_at_quota(self) -> float:
        """How long it takes if only the quota holds it back; 0 without a quota."""
        return self.requests / (self.quota * USED) if self.quota else 0.0

    @property
    def seconds(self) -> float:
        """How long it takes at the delay, which the quota may lengthen."""
        return max(self.requests * self.delay, self.seconds_at_quota)


def make_plan(
    groups: Iterable[tuple[Sequence[Counted], int]], *, delay: float, quota: int
) -> Plan:
    """Return the plan of a crawl; the searches of a group share its number of pages."""
    planned = [search for group, most in groups for search in _planned(group, most)]
    return Plan(searches=tuple(planned), delay=delay, quota=quota)


def _planned(group: Sequence[Counted], max_pages: int) -> Iterator[PlannedSearch]:
    wanted = [0 if each.announced is None else requests_for(each.announced) for each in group]
    for each, wants, gets in zip(group, wanted, shared_out(wanted, max_pages), strict=True):
        announced = each.announced or 0
        yield PlannedSearch(
            label=each.search.label,
            announced=each.announced,
            offers=min(announced, gets * PAGE_SIZE),
            requests=gets,
            estimated=announced > OFFERS_PER_QUERY and gets == wants,
        )
