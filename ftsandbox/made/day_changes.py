"""What recruiters change in made offers from one day to the next: columns that say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ftsandbox.made.jobs import TITLE_FORMS
from ftsandbox.made.terms import PAYS, WEEKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftsandbox.catalogue.catalogue import Positions
    from ftsandbox.made.draw import Columns, Own

_CDI: Final = 0
_CDD: Final = 1
_MONTHS: Final = 6


def unchanged(own: Own) -> Columns:
    """Return the columns that count changes, of offers just created; -1 where none can be.

    `updated` is when an offer was last touched on a day, in milliseconds; 0: never.
    """
    return {
        "updated": np.zeros(len(own), dtype=np.int64),
        "prose": np.zeros(len(own), dtype=np.int16),
        "company": np.zeros(len(own), dtype=np.int16),
        # Partners' offers name nobody.
        "person": np.where(own, np.int16(0), np.int16(-1)),
    }


def change(rng: np.random.Generator, columns: Columns, chosen: Positions) -> None:
    """Change one thing in each of the *chosen* offers, among those that it says."""
    wishes = rng.random((len(_CHANGES), len(chosen)))
    for wish, (said, _) in zip(wishes, _CHANGES, strict=True):
        wish[columns[said][chosen] < 0] = -1
    drawn = wishes.argmax(axis=0)
    for number, (_, changed) in enumerate(_CHANGES):
        here = chosen[drawn == number]
        rows = {name: column[here] for name, column in columns.items()}
        for name, column in changed(rows).items():
            columns[name][here] = column


def _title(rows: Columns) -> Columns:
    form = rows["title"] % len(TITLE_FORMS)
    return {"title": rows["title"] - form + (form + 1) % len(TITLE_FORMS)}


def _pay(rows: Columns) -> Columns:
    steps = np.array([row[3] for row in PAYS])
    return {"cents": rows["cents"] + steps[rows["period"]]}


def _contract(rows: Columns) -> Columns:
    permanent = rows["contract"] == _CDI
    return {
        "contract": np.where(permanent, _CDD, _CDI),
        "months": np.where(permanent, _MONTHS, -1),
        "nature": np.zeros_like(rows["nature"]),
    }


def _hours(rows: Columns) -> Columns:
    return {"week": (rows["week"] + 1) % len(WEEKS)}


def _skills(rows: Columns) -> Columns:
    # Bundles that follow one another differ, the last and the first may not.
    return {"bundle": rows["bundle"] ^ 1}


def _next(name: str) -> Callable[[Columns], Columns]:
    return lambda rows: {name: rows[name] + 1}


# The column that is -1 where an offer says nothing to be changed, and what it says next.
_CHANGES: Final[tuple[tuple[str, Callable[[Columns], Columns]], ...]] = (
    ("title", _title),
    ("period", _pay),
    ("contract", _contract),
    ("week", _hours),
    ("bundle", _skills),
    ("prose", _next("prose")),
    ("company", _next("company")),
    ("person", _next("person")),
)
