"""The settings of the history, read and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from ftcrawler.runs.layout import SettingsLike

WHOLE: Final = 100.0


def close_max_percent(settings: SettingsLike) -> float:
    """Return the share of a search's stock that may go at once, from 0 to 100.

    Raises ConfigurationError for anything else.
    """
    given = settings.get("FT_CLOSE_MAX_PERCENT")
    try:
        percent = float(given)
    except (TypeError, ValueError):
        percent = -1.0
    if not 0 <= percent <= WHOLE:
        raise ConfigurationError(
            f"FT_CLOSE_MAX_PERCENT : nombre de 0 à 100 attendu. Reçu : {one_line(repr(given))}."
        )
    return percent


def raw_days(settings: SettingsLike) -> int | None:
    """Return after how many days pages are deleted, None: never; raise ConfigurationError."""
    given = settings.get("FT_RAW_DAYS")
    return None if given is None or given == "" else whole_days("FT_RAW_DAYS", str(given))


def whole_days(name: str, given: str) -> int:
    """Return a number of days that *name* was given; raise ConfigurationError for none.

    >>> whole_days("--days", "30")
    30
    """
    if not (given.isascii() and given.isdigit()):
        raise ConfigurationError(
            f"{name} : nombre entier de jours attendu, 0 ou plus. Reçu : {one_line(repr(given))}."
        )
    return int(given)
