"""How far a list may move meanwhile without anybody doubting what is said of it."""

from __future__ import annotations

from typing import Final

# So many offers, and such a part of them, may have vanished between two answers.
SOME: Final = 20
MOST: Final = 0.9
# So many offers may have come while as many went, which no total shows, and one of so many.
UNSEEN: Final = 3
ONE_OF: Final = 1000
# So many offers, and such a part of them, may come and go while a few pages are read.
FEW: Final = 3
RESTLESS: Final = 0.02
# Such a part of a large search may come late, or go, while it is read.
LATE: Final = 0.005


def unseen(total: int) -> int:
    """Return by how many places offers may have moved between two answers at one *total*."""
    return UNSEEN + total // ONE_OF


def fell(before: int, after: int) -> bool:
    """Tell whether fewer are left of *before* than offers that come and go explain.

    >>> fell(450, 390), fell(450, 380), fell(20, 0)
    (False, True, False)
    """
    return after + SOME < MOST * before


def leapt(before: int, after: int) -> bool:
    """Tell whether *after* is another list's total rather than what *before* has become."""
    return fell(before, after) or fell(after, before)


def restless(moved: int, total: int) -> bool:
    """Tell whether so many came and went that a few pages do not prove that they hold all.

    >>> restless(5, 100), restless(6, 100)
    (False, True)
    """
    return moved > FEW + RESTLESS * total


def late(total: int) -> int:
    """Return how many offers of a large search may come late, or go, while it is read.

    >>> late(3200), late(10_000)
    (20, 50)
    """
    return max(SOME, int(LATE * total))
