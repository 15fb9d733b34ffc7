"""What the dates of a page say of its order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ftcrawler.api.dates import HOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def last_run(seconds: Sequence[int]) -> int:
    """Count the equal seconds at the end.

    >>> last_run((5, 4, 4)), last_run((4,)), last_run(())
    (2, 1, 0)
    """
    last = seconds[-1:]
    return next(
        (count for count, second in enumerate(reversed(seconds)) if (second,) != tuple(last)),
        len(seconds),
    )


class Dense:
    """How many offers were read at the last second."""

    def __init__(self) -> None:
        self._count = 0
        self._second: int | None = None

    def note(self, seconds: Sequence[int]) -> None:
        """Take in what was read next."""
        if not seconds:
            return
        run = last_run(seconds)
        goes_on = run == len(seconds) and self._second == seconds[-1]
        self._count, self._second = run + (self._count if goes_on else 0), seconds[-1]

    def after(self, page: Sequence[int], *, settled: bool) -> int | None:
        """Return it for the last page read; None if it may begin in one that is not *settled*.

        >>> dense = Dense()
        >>> dense.note((5, 4, 4))
        >>> dense.after((4, 4), settled=True), dense.after((4, 4), settled=False)
        (2, None)
        >>> dense.after((4, 3), settled=False)
        1
        """
        run = last_run(page)
        if run < len(page):
            return run
        return self._count if settled else None


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
