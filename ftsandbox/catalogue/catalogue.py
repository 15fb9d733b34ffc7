"""The offers of a sandbox as columns: what searches read, apart from what answers show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from ftsandbox.catalogue.places import Place

    Mask = NDArray[np.bool_]
    Codes = NDArray[np.integer[Any]]
    Positions = NDArray[np.integer[Any]]
    Offer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One value an offer: `values[codes[i]]` is that of offer i; -1 where it carries none."""

    values: tuple[str, ...]
    codes: Codes

    def where(self, table: Sequence[bool] | Mask, span: slice) -> Mask:
        """Tell which offers of *span* have a value that *table* (one entry a value) marks."""
        # The entry added is what code -1 reads.
        marks: Mask = np.append(np.asarray(table, dtype=bool), np.False_)
        codes = self.codes[span]
        # take is twice as fast as an index, and no mark at all is common among keywords.
        return marks.take(codes) if marks.any() else np.zeros(len(codes), dtype=bool)

    def among(self, wanted: Collection[str], span: slice) -> Mask:
        """Tell which offers of *span* have one of the *wanted* values.

        A value may be several codes between commas.
        """
        wanted = frozenset(wanted)
        return self.where([not wanted.isdisjoint(value.split(",")) for value in self.values], span)


class OfferSource(Protocol):
    """Where the offers themselves come from, by their position in the columns."""

    def render(self, positions: Sequence[int]) -> list[Offer]:
        """Return offers as the API shows them."""

    def ids(self, positions: Positions) -> list[str]:
        """Return the ids of offers."""

    def position(self, offer_id: str) -> int | None:
        """Return where the offer of that id is, or None."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Offers in ascending order of creation; on one instant, partners' come before own ones.

    `created` is in milliseconds of the wall clock. `fields` are named as `reading.FIELDS`;
    `numbers` hold `salary` (euros a year), `hours` (minutes a week) and `months`, NaN where
    unknown. Field `place` holds positions in `places`. `texts` hold folded words to search in.
    """

    created: NDArray[np.int64]
    fields: Mapping[str, Field]
    numbers: Mapping[str, NDArray[np.float64]]
    places: tuple[Place, ...]
    texts: tuple[Field, ...]
    source: OfferSource

    def __len__(self) -> int:
        return len(self.created)
