"""Whether a value is of its field's type. What is not goes to the column of the rest."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ftcrawler.offers.field_types import Objects, Scalar, Texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.offers.field_types import Leaf

MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z", re.ASCII)
LARGEST: Final = 2**63  # what an int64 holds
EXACT: Final = 2**53  # integers that a float64 tells apart


def fits(kind: Leaf) -> Callable[[object], bool]:
    """Return the test that values of *kind* pass, those of its type in PLAIN apart.

    `type` and not `isinstance`: a bool is no number here.

    >>> fits(Scalar.INTEGER)(3), fits(Scalar.INTEGER)(True), fits(Texts())(["a", None])
    (True, False, False)
    """
    if isinstance(kind, Texts):
        return _is_texts
    if isinstance(kind, Objects):
        return _objects(frozenset(kind.fields))
    return OTHERS.get(kind, never)


def _is_integer(value: object) -> bool:
    return type(value) is int and -LARGEST <= value < LARGEST


def _is_exact(value: object) -> bool:
    return type(value) is int and -EXACT <= value <= EXACT


def never(_value: object) -> bool:
    """Let nothing pass."""
    return False


def _is_moment(value: object) -> bool:
    """Tell whether *value* is a moment of the calendar.

    >>> _is_moment("2026-02-27T15:43:37.422Z"), _is_moment("2026-02-30T15:43:37Z")
    (True, False)
    """
    if type(value) is not str or not MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_texts(value: object) -> bool:
    return type(value) is list and all(type(text) is str for text in value)


def _objects(fields: frozenset[str]) -> Callable[[object], bool]:
    def fit(value: object) -> bool:
        if type(value) is not list:
            return False
        for entry in value:
            if type(entry) is not dict:
                return False
            # Plain loops: a generator an entry would take half the time of a whole offer.
            for name, text in entry.items():
                if type(text) is not str or name not in fields:
                    return False
        return True

    return fit


# The type of which every value fits, where there is one: known without a call.
PLAIN: Final[dict[object, type]] = {
    Scalar.TEXT: str,
    Scalar.BOOLEAN: bool,
    Scalar.NUMBER: float,
}
# Of values of another type.
OTHERS: Final[dict[Scalar, Callable[[object], bool]]] = {
    Scalar.NUMBER: _is_exact,
    Scalar.INTEGER: _is_integer,
    Scalar.MOMENT: _is_moment,
}
