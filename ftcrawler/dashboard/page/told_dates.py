"""Dates as French writes them, without the machine's locale."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ftcrawler.dashboard.chart_theme import DATES

PARIS: Final = ZoneInfo("Europe/Paris")


def told_day(day: date) -> str:
    """Return a day, of Paris if it is a moment.

    >>> told_day(date(2026, 11, 1))
    '1er novembre 2026'
    """
    if isinstance(day, datetime):
        day = day.astimezone(PARIS).date()
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {DATES['months'][day.month - 1]} {day.year}"


def told_moment(moment: datetime) -> str:
    r"""Return a moment on the clock of Paris.

    >>> from datetime import UTC
    >>> told_moment(datetime(2026, 11, 26, 2, 5, tzinfo=UTC))
    '26 novembre 2026 à 3\xa0h\xa005'
    """
    local = moment.astimezone(PARIS)
    return f"{told_day(local)} à {local.hour}\u00a0h\u00a0{local.minute:02}"
