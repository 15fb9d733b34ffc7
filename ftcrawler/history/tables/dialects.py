"""The few words of the tables' queries that engines write in different ways.

All else is SQL that DuckDB, PostgreSQL and Spark read alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Dialect:
    """Patterns: the Paris day of a moment, days between two, a row for each entry of a list.

    `part` is a part of the entry, whose column is `element`.
    """

    paris_day: str
    days: str
    entries: str
    part: str

    def paris_day_of(self, moment: str) -> str:
        """Return the day of *moment* in Paris."""
        return self.paris_day.format(moment=moment)

    def days_between(self, since: str, until: str) -> str:
        """Return how many days there are from one day to another."""
        return self.days.format(since=since, until=until)

    def entries_of(self, column: str) -> str:
        """Return what a SELECT yields the entries of a list by, one a row."""
        return self.entries.format(list=column)

    def part_of_entry(self, name: str) -> str:
        """Return one part of such an entry."""
        return self.part.format(part=name)


DUCKDB: Final = Dialect(
    paris_day="CAST({moment} AT TIME ZONE 'Europe/Paris' AS DATE)",
    days="({until} - {since})",
    entries="UNNEST({list})",
    part="element.{part}",
)
# Its lists of objects are jsonb.
POSTGRESQL: Final = Dialect(
    paris_day="CAST({moment} AT TIME ZONE 'Europe/Paris' AS DATE)",
    days="({until} - {since})",
    entries="jsonb_array_elements({list})",
    part="(element ->> '{part}')",
)
# The day is worked out from the moment alone: `to_date` would take it in the session's time zone.
SPARK: Final = Dialect(
    paris_day=(
        "date_from_unix_date(CAST(floor("
        "unix_seconds(from_utc_timestamp({moment}, 'Europe/Paris')) / 86400) AS INT))"
    ),
    days="datediff({until}, {since})",
    entries="explode({list})",
    part="element.{part}",
)
