"""Made offers on demand: rendered from their columns when a page shows them, and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ftsandbox.made.offer_ids import ids_of, number_of
from ftsandbox.made.render import render_offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ftsandbox.catalogue.catalogue import Offer
    from ftsandbox.made.draw import Columns

# How many numbers drawn from its id each offer's texts have to choose with.
LUCK: Final = 12
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = (
    (np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)),
    (np.uint64(27), np.uint64(0x94D049BB133111EB)),
)


class MadeOffers:
    """An offer depends on the seed and its columns alone: it is the same each time it is shown."""

    def __init__(self, columns: Columns, seed: int, start: int) -> None:
        self._columns = columns
        self._seed = seed
        self._start = start
        self._own = np.flatnonzero(columns["own"])
        self._partners = np.flatnonzero(~columns["own"])

    def render(self, positions: Sequence[int]) -> list[Offer]:
        """Return offers as the API shows them."""
        chosen = np.asarray(positions, dtype=np.intp)
        page = {name: column[chosen].tolist() for name, column in self._columns.items()}
        page["luck"] = self._luck(chosen).tolist()
        names = tuple(page)
        return [
            render_offer(dict(zip(names, row, strict=True)), self._start)
            for row in zip(*page.values(), strict=True)
        ]

    def ids(self, positions: NDArray[np.integer[Any]]) -> list[str]:
        """Return the ids of offers."""
        return ids_of(self._columns["number"][positions], self._columns["own"][positions])

    def position(self, offer_id: str) -> int | None:
        """Return where the offer of that id is, or None."""
        numbered = number_of(offer_id)
        if numbered is None:
            return None
        number, own = numbered
        # Numbers were given in order of creation: they ascend within each origin.
        candidates = self._own if own else self._partners
        numbers = self._columns["number"][candidates]
        rank = int(np.searchsorted(numbers, number))
        found = rank < len(numbers) and int(numbers[rank]) == number
        return int(candidates[rank]) if found else None

    def _luck(self, positions: NDArray[np.intp]) -> NDArray[np.uint64]:
        """Return `LUCK` numbers below 2**32 an offer (splitmix64 of its id and the seed)."""
        ids = self._columns["number"][positions] * 2 + self._columns["own"][positions]
        slots = np.arange(LUCK, dtype=np.int64) + self._seed * 1_000_003
        state: NDArray[np.uint64] = (ids[:, None] * LUCK + slots).astype(np.uint64)
        state = state * _GOLDEN
        for shift, factor in _MIX:
            state = (state ^ (state >> shift)) * factor
        return np.right_shift(state ^ (state >> np.uint64(31)), np.uint64(32))
