"""What neighbouring pages prove: that nothing fell between them, and that dates fall."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ftcrawler.api.creation_dates import HOUR
from ftcrawler.api.query_limits import PAGE_SIZE
from ftcrawler.sweep.movement import unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ftcrawler.sweep.answer import Answer


def goes_on(
    page: Answer, following: Answer, *, apart: int, seams: Sequence[Answer], ends: Iterable[Answer]
) -> bool:
    """Tell whether *following*, asked for *apart* places behind *page*, shares an offer with it.

    *seams* may lead from one to the other; with *ends* the list ended.
    """
    if _is_misplaced(following, page, apart):
        return False
    reached = set(page.ids)
    for _ in seams:
        for seam in seams:
            if not reached.isdisjoint(seam.ids):
                reached.update(seam.ids)
    if following.ids:
        return not reached.isdisjoint(following.ids)
    # The list has become shorter: what leads to its last offer counts.
    return any(last in reached for end in ends for last in end.ids[-1:])


def rises(seconds: Iterable[int]) -> bool:
    """Tell whether dates rise, by more than a change of the clock explains.

    >>> rises((9000, 8000, 8001)), rises((1000, 3000, 5000))
    (False, True)
    """
    oldest = math.inf
    for second in seconds:
        if second - oldest > HOUR:
            return True
        oldest = min(oldest, second)
    return False


def _is_misplaced(following: Answer, page: Answer, apart: int) -> bool:
    """Tell whether one of two pages, so many places *apart*, cannot be where it was asked for.

    They have offers in common, but not at the end of *page*, or more than may have moved there.
    """
    held = set(page.ids)
    shared = [offer for offer in following.ids if offer in held]
    if not shared:
        return False
    before, after = page.total or 0, following.total or 0
    most = PAGE_SIZE - apart + abs(before - after) + unseen(before)
    return len(shared) > most or page.ids.index(shared[0]) < following.ids.index(shared[0])
