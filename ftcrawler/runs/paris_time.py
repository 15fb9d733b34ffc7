"""The one clock of file names and reports: Europe/Paris."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def paris_now() -> datetime:
    """Return the time in Paris, to the second, with its offset."""
    return datetime.now(PARIS).replace(microsecond=0)


def stamp(moment: datetime) -> str:
    """Return the form that names bear.

    >>> stamp(datetime(2026, 11, 23, 21, 15, tzinfo=PARIS))
    '20261123_211500'
    """
    return moment.strftime("%Y%m%d_%H%M%S")


def day(moment: datetime) -> str:
    """Return the day as names bear it.

    >>> day(datetime(2026, 11, 23, 21, 15, tzinfo=PARIS))
    '20261123'
    """
    return moment.strftime("%Y%m%d")


def from_stamp(text: str) -> datetime:
    """Read the moment that a name bears.

    >>> from_stamp("20261123_211500").isoformat()
    '2026-11-23T21:15:00+01:00'
    """
    return datetime.strptime(text, "%Y%m%d_%H%M%S").replace(tzinfo=PARIS)
