"""Ids of made offers: 7 letters and digits for own ones, 7 digits for partners'."""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_OWN: Final = re.compile(r"(\d{3})([A-Z]{4})", re.ASCII)
_PARTNER: Final = re.compile(r"\d{7}", re.ASCII)
_LETTERS: Final = 26
_BLOCK: Final = _LETTERS**4
_FIRST_BLOCK: Final = 190
_FIRST_PARTNER: Final = 4_000_000
# Ids in between are those of offers long closed.
_OWN_GAP: Final = 7
_PARTNER_GAP: Final = 3


def draw_numbers(
    rng: np.random.Generator, own: NDArray[np.bool_], before: tuple[int, int]
) -> Numbers:
    """Return numbers in order of creation, own and partners' apart; *before*: how many exist."""
    numbers = np.empty(len(own), dtype=np.int64)
    for which, gap, first in ((own, _OWN_GAP, before[0]), (~own, _PARTNER_GAP, before[1])):
        count = int(which.sum())
        ranks = np.arange(first, first + count)
        numbers[which] = ranks * gap + rng.integers(0, gap, count)
    return numbers


def id_of(number: int, *, own: bool) -> str:
    """Return the id of an offer.

    >>> id_of(27, own=True), id_of(27, own=False)
    ('190AABB', '4000027')
    """
    if not own:
        return str(_FIRST_PARTNER + number)
    block, rest = divmod(number, _BLOCK)
    letters = ""
    for _ in range(4):
        rest, letter = divmod(rest, _LETTERS)
        letters = ascii_uppercase[letter] + letters
    return f"{_FIRST_BLOCK + block}{letters}"


def number_of(offer_id: str) -> tuple[int, bool] | None:
    """Return the number of an id and whether it is an own offer's; None if it is neither's.

    >>> number_of("190AABB"), number_of("4000027"), number_of("190aabb")
    ((27, True), (27, False), None)
    """
    if _PARTNER.fullmatch(offer_id):
        return int(offer_id) - _FIRST_PARTNER, False
    match = _OWN.fullmatch(offer_id)
    if match is None:
        return None
    number = int(match[1]) - _FIRST_BLOCK
    for letter in match[2]:
        number = number * _LETTERS + ascii_uppercase.index(letter)
    return number, True


def ids_of(numbers: Numbers, own: NDArray[Any]) -> list[str]:
    """Return the ids of many offers."""
    return [
        id_of(number, own=mine)
        for number, mine in zip(numbers.tolist(), own.tolist(), strict=True)
    ]
