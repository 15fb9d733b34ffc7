"""How many requests a reading takes, from what its first pages announce."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from ftcrawler.api.query_limits import OFFERS_PER_QUERY, PAGE_SIZE, pages_for

if TYPE_CHECKING:
    from collections.abc import Sequence

# Where one query does not reach everything, neighbouring pages share an offer; and some pages more
# end a slice, or count (benchmarks/RESULTS.md, « requests / floor »).
NEW_ON_A_PAGE: Final = PAGE_SIZE - 1
SOME_PAGES: Final = 3


def requests_for(announced: int) -> int:
    """Return how many requests read a search whole; one tells that there is nothing.

    >>> requests_for(0), requests_for(151), requests_for(3150), requests_for(499_729)
    (1, 2, 21, 3357)
    """
    if announced <= OFFERS_PER_QUERY:
        return max(pages_for(announced), 1)
    return ceil(announced / NEW_ON_A_PAGE) + SOME_PAGES


def requests_left(announced: int, *, read: int, answers: int) -> int:
    """Return how many more requests read the rest of a search.

    >>> requests_left(3150, read=450, answers=3), requests_left(499_729, read=499_729, answers=9)
    (18, 0)
    """
    if announced <= OFFERS_PER_QUERY:
        return max(requests_for(announced) - answers, 0)
    return ceil(max(announced - read, 0) / NEW_ON_A_PAGE)


def shared_out(wanted: Sequence[int], most: int) -> list[int]:
    """Return what each of several searches gets of *most* requests, given in turn; 0: no limit.

    >>> shared_out([1, 9, 4], 8), shared_out([1, 9, 4], 2), shared_out([1, 9, 4], 0)
    ([1, 4, 3], [1, 1, 0], [1, 9, 4])
    """
    granted = [0] * len(wanted)
    left = min(most, sum(wanted)) if most else sum(wanted)
    while left:
        for place, want in enumerate(wanted):
            if left and granted[place] < want:
                granted[place] += 1
                left -= 1
    return granted
