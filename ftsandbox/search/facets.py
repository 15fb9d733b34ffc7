"""`filtresPossibles`: how many offers of a whole search have each value."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ftsandbox.catalogue.catalogue import Field

# The API's name of each filter, and ours of its field.
FACETS: Final = {
    "typeContrat": "contract",
    "experience": "experience",
    "qualification": "qualification",
    "natureContrat": "nature",
}


class Facets:
    """Counts the four filters in one pass, over a key that holds the four values."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self._fields = [fields[name] for name in FACETS.values()]
        # One more for the offers that carry no value.
        self._shape = tuple(len(field.values) + 1 for field in self._fields)
        codes = [
            np.where(field.codes < 0, len(field.values), field.codes).astype(np.int32)
            for field in self._fields
        ]
        self._keys: NDArray[np.int32] = reduce(
            lambda keys, pair: keys * pair[0] + pair[1],
            zip(self._shape, codes, strict=True),
            np.zeros(len(codes[0]), dtype=np.int32),
        )

    def count(self, found: NDArray[np.intp]) -> list[dict[str, Any]]:
        """Return the filters of the offers at *found*; values that none has are absent."""
        size = int(np.prod(self._shape))
        counts = np.bincount(self._keys.take(found), minlength=size).reshape(self._shape)
        return [
            {
                "filtre": name,
                "agregation": [
                    {"valeurPossible": value, "nbResultats": int(count)}
                    for value, count in zip(
                        field.values,
                        counts.sum(axis=tuple(i for i in range(counts.ndim) if i != axis)),
                        strict=False,  # the last count is of the offers without a value
                    )
                    if count
                ],
            }
            for axis, (name, field) in enumerate(zip(FACETS, self._fields, strict=True))
        ]
