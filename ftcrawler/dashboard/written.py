"""Figures as a French sentence has them: no line ends within one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.reporting import french
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    from datetime import date, datetime

_NARROW: Final = "\u202f"
_WIDE: Final = "\u00a0"
_MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def number(value: int) -> str:
    """Return a whole number, its thousands apart.

    >>> number(12345) == "12\u202f345"
    True
    """
    return french.number(value).replace(" ", _NARROW)


def count(value: int, noun: str) -> str:
    """Return a count with its noun, of which the first word takes the plural.

    >>> count(1, "offre"), count(2, "offre ouverte")
    ('1\u00a0offre', '2\u00a0offres ouverte')
    """
    first, _, rest = noun.partition(" ")
    return f"{number(value)}{_WIDE}{first}{'s' if value > 1 else ''}{' ' if rest else ''}{rest}"


def percent(share: float) -> str:
    """Return a share from 0 to 1 as a percentage.

    >>> percent(0.0421) == "4,2\u202f%", percent(1) == "100\u202f%"
    (True, True)
    """
    return f"{french.decimal(100 * share).replace(' ', _NARROW).removesuffix(',0')}{_NARROW}%"


def euros(amount: float) -> str:
    """Return an amount, to the euro.

    >>> euros(1823.4) == "1\u202f823\u00a0€"
    True
    """
    return f"{number(round(amount))}{_WIDE}€"


def on_day(day: date) -> str:
    """Return a day in words.

    >>> on_day(__import__("datetime").date(2026, 11, 1)) == "1er\u00a0novembre\u00a02026"
    True
    """
    which = "1er" if day.day == 1 else str(day.day)
    return f"{which}{_WIDE}{_MONTHS[day.month - 1]}{_WIDE}{day.year}"


def at_moment(moment: datetime) -> str:
    """Return a moment on the clock of Paris.

    >>> from datetime import UTC, datetime
    >>> at_moment(datetime(2026, 11, 26, 2, 5, tzinfo=UTC)).replace("\u00a0", " ")
    '26 novembre 2026 à 3 h 05'
    """
    local = moment.astimezone(PARIS)
    return f"{on_day(local)} à {local.hour}{_WIDE}h{_WIDE}{local.minute:02}"
