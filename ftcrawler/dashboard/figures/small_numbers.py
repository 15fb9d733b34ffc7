"""No figure of fewer than five offers: what is told of a table, and what is merged or left out.

A figure that is left out must not follow from the total less the others, either. So where those
that are left out come to fewer than five together, the smallest of the others joins them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from ftcrawler.dashboard.exhibit import FEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Of a share: what percentages are told with.
DECIMALS: Final = 3
Row = TypeVar("Row")


def told(number: int | None) -> int | None:
    """Return a number of offers, None where it is not told."""
    return number if number is not None and number >= FEWEST else None


def told_parts(numbers: Sequence[int]) -> list[int | None]:
    """Return numbers of offers whose sum is told as well: None where they are not told.

    >>> told_parts([9, 3, 6]), told_parts([9, 3, 6, 4]), told_parts([2, 1])
    ([9, None, None], [9, None, 6, None], [None, None])
    """
    shown = [told(number) for number in numbers]
    rest = sum(number for number in numbers if number < FEWEST)
    while 0 < rest < FEWEST and (left := [number for number in shown if number is not None]):
        rest += min(left)
        shown[shown.index(min(left))] = None
    return shown


def share(part: int, whole: int) -> float | None:
    """Return a share from 0 to 1, None where it tells a part, or its rest, that is not told."""
    rest = whole - part
    if part < FEWEST or 0 < rest < FEWEST:
        return None
    return round(part / whole, DECIMALS)


def kept(
    rows: Sequence[Row], offers: Callable[[Row], int], total: int, most: int
) -> tuple[list[Row], int]:
    """Return the largest of *rows* that may be told, and how many offers the rest has.

    *rows* are parts of *total*, which may have more; at most *most* are kept. The rest is zero, or
    large enough to be told, unless nothing is kept.

    >>> kept([("CDI", 30), ("CDD", 9), ("MIS", 2)], lambda row: row[1], 41, 15)
    ([('CDI', 30)], 11)
    """
    largest = sorted(rows, key=offers, reverse=True)[:most]
    chosen = [row for row in largest if offers(row) >= FEWEST]
    rest = total - sum(map(offers, chosen))
    while chosen and 0 < rest < FEWEST:
        rest += offers(chosen.pop())
    return chosen, rest
