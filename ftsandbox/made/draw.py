"""Draws the columns of made offers: all that searches read, and what their texts are made from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ftsandbox.catalogue.vocabulary import vocabulary
from ftsandbox.made.jobs import BUNDLES, TITLE_FORMS, job_weights
from ftsandbox.made.made_places import spots
from ftsandbox.made.shares import shares
from ftsandbox.made.terms import (
    CONTRACTS,
    EXPERIENCE_SHARES,
    LENGTH_SHARES,
    LENGTHS,
    NATURE_SHARES,
    NATURES,
    PAYS,
    WEEKS,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    # By name; -1 is « not said ».
    Columns = dict[str, NDArray[Any]]
    # One offer's columns, and `luck`: numbers below 2**32 to choose texts with.
    Row = dict[str, Any]
    Own = NDArray[np.bool_]

OWN_SHARE: Final = 0.35
# Of lists of the vocabulary: the share of own offers, then of partners', that say one.
_SAID: Final = {
    "nafs": (0.90, 0.30),
    "qualifications": (0.85, 0.45),
    "trainings": (0.40, 0.15),
    "levels": (1.0, 1.0),
    "licences": (0.20, 0.05),
    "languages": (0.06, 0.04),
    "partners": (0.0, 1.0),
}
_FLAGS: Final = {
    "handicap": (0.12, 0.02),
    "adapted": (0.012, 0.002),
    "engaged": (0.03, 0.0),
    "shortage": (0.08, 0.0),
}


class Draw:
    """Draws for offers of which *own* are France Travail's."""

    def __init__(self, rng: np.random.Generator, own: Own) -> None:
        self._rng = rng
        self._own = own
        self._count = len(own)

    def columns(self) -> Columns:
        """Return a column of each kind but `created` and `number`."""
        drawn: Columns = {"own": self._own}
        drawn["rome"] = self._pick(job_weights())
        drawn["title"] = drawn["rome"] * len(TITLE_FORMS) + self._below(len(TITLE_FORMS))
        drawn["place"] = self._pick(spots()[1])
        drawn["experience"] = self._pick(shares(EXPERIENCE_SHARES))
        drawn["wished"] = self._rng.random(self._count) < 0.15  # noqa: PLR2004 (a share)
        drawn["bundle"] = self._said(self._below(BUNDLES), 0.75, 0.35)
        drawn["week"] = self._said(self._pick(shares([share for _, share in WEEKS])), 0.95, 0.45)
        for name, said in _SAID.items():
            drawn[name] = self._said(self._pick(_list_shares(name)), *said)
        for name, (of_own, of_partners) in _FLAGS.items():
            drawn[name] = self._said(np.zeros(self._count, np.int8), of_own, of_partners) + 1
        self._draw_contract(drawn)
        self._draw_pay(drawn)
        return {name: _narrow(column) for name, column in drawn.items()}

    def _draw_contract(self, drawn: Columns) -> None:
        contract = self._pick(shares([row[2] for row in CONTRACTS]))
        nature = np.zeros(self._count, np.int64)
        months = np.array(LENGTHS)[self._pick(shares(LENGTH_SHARES))]
        for number, (code, _, _, has_length) in enumerate(CONTRACTS):
            here = contract == number
            if not has_length:
                months[here] = -1
            if code in NATURE_SHARES:
                among = shares(NATURE_SHARES[code])
                nature[here] = self._rng.choice(len(NATURES), int(here.sum()), p=among)
        drawn.update(contract=contract, nature=nature, months=months)

    def _draw_pay(self, drawn: Columns) -> None:
        period = self._pick(shares([row[1] for row in PAYS]))
        least, step, steps = (np.array([row[i] for row in PAYS])[period] for i in (2, 3, 4))
        drawn["cents"] = least + step * self._rng.integers(0, steps)
        drawn["period"] = self._said(period, 0.59, 0.26)

    def _pick(self, among: NDArray[np.float64]) -> NDArray[np.int64]:
        return self._rng.choice(len(among), self._count, p=among)

    def _below(self, limit: int) -> NDArray[np.int64]:
        return self._rng.integers(0, limit, self._count)

    def _said(self, column: NDArray[Any], of_own: float, of_partners: float) -> NDArray[Any]:
        said = self._rng.random(self._count) < np.where(self._own, of_own, of_partners)
        return np.where(said, column, -1)


@cache
def _list_shares(name: str) -> NDArray[np.float64]:
    return shares([row[2] if len(row) > 2 else 1.0 for row in vocabulary()[name]])  # noqa: PLR2004


def _narrow(column: NDArray[Any]) -> NDArray[Any]:
    # A catalogue of 500,000 offers has some 30 columns: small types keep them in the cache.
    if column.dtype == bool:
        return column
    most = column.max(initial=0)
    least = np.int8 if most < 2**7 else np.int16 if most < 2**15 else np.int32
    return column.astype(least)
