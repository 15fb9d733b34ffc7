"""How many offers a page holds, and a query shows (docs/api.md 2.2)."""

from __future__ import annotations

from typing import Final

PAGE_SIZE: Final = 150
MAX_START: Final = 3000
PAGES_PER_QUERY: Final = MAX_START // PAGE_SIZE + 1
OFFERS_PER_QUERY: Final = PAGES_PER_QUERY * PAGE_SIZE


def pages_for(total: int) -> int:
    """Return how many pages hold *total* offers: the floor of requests for a search.

    >>> pages_for(0), pages_for(150), pages_for(151)
    (0, 1, 2)
    """
    return -(-total // PAGE_SIZE)
