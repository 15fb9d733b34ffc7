"""Creation dates: how the API shows them, and how it takes them as bounds (docs/api.md 4.3).

The trailing `Z` is false: they behave as the clock on a wall in Paris. Here they are numbers on
that clock, read as if it were UTC: only their order and distances matter.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

HOUR: Final = 3600
# Before any offer: the API takes two bounds or none.
BEGINNING: Final = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
# After any offer.
END: Final = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())


def bound(second: int) -> str:
    """Return a bound (`minCreationDate`, `maxCreationDate`) as the API takes it.

    >>> bound(BEGINNING)
    '2000-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def bound_second(text: str) -> int:
    """Return the second of a bound.

    >>> bound_second("2000-01-01T00:00:00Z") == BEGINNING
    True
    """
    return int(datetime.fromisoformat(text).timestamp())


def created_ms(text: object) -> int | None:
    """Return a `dateCreation` in milliseconds; None if it is no date.

    >>> created_ms("2000-01-01T00:00:01.234Z") - BEGINNING * 1000
    1234
    >>> created_ms(None), created_ms("hier")
    (None, None)
    """
    if not isinstance(text, str):
        return None
    try:
        return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError:
        return None
