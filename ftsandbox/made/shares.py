"""Weights as parts of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Shares = NDArray[np.float64]


def shares(weights: ArrayLike) -> Shares:
    """Return *weights* divided by their sum.

    >>> shares([1, 3]).tolist()
    [0.25, 0.75]
    """
    array = np.asarray(weights, dtype=np.float64)
    total: float = array.sum()
    return array / total
