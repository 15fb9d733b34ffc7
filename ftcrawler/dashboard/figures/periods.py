"""What happened to the offers of each choice, by days or by weeks: `movements`.

Large choices have each day on which offers were read; the others, whose days would be mostly
hidden, weeks, the smallest four weeks, which are counted back from the last of those days. A
period without any reading has no row: nothing is known of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.exhibit import ALL_DOMAINS, ALL_PLACES, Form, Heading

if TYPE_CHECKING:
    from datetime import date

    import duckdb

PERIOD: Final = Heading("jour", "Jour, ou dernier jour de la période", Form.DAY)
DAILY: Final = 1
WEEKLY: Final = 7
FOUR_WEEKLY: Final = 28
# Days that a series shows.
YEAR: Final = 366
_LAST: Final = "(SELECT max(day) FROM read_days)"
_STEPS: Final = f"""
CREATE TEMP TABLE steps AS
SELECT
    choice,
    CASE
        WHEN place = '{ALL_PLACES}' OR domain = '{ALL_DOMAINS}' AND place NOT LIKE 'D%'
        THEN {DAILY}
        WHEN domain = '{ALL_DOMAINS}' OR place NOT LIKE 'D%' THEN {WEEKLY}
        ELSE {FOUR_WEEKLY}
    END AS step
FROM choices
"""
_PERIODS: Final = f"""
CREATE TEMP TABLE periods AS
SELECT step, day, {_LAST} - CAST(step * (({_LAST} - day) // step) AS INTEGER) AS until
FROM read_days, (SELECT unnest([{DAILY}, {WEEKLY}, {FOUR_WEEKLY}]) AS step)
"""
_SUMS: Final = ", ".join(
    f"CAST(sum({name}) AS BIGINT) AS {name}"
    for name in ("opened", "closed", "reopened", "changed", "net")
)
_MOVEMENTS: Final = f"""
CREATE TEMP TABLE movements AS
WITH by_period AS (
    SELECT step, cell, until, {_SUMS} FROM flows JOIN periods USING (day) GROUP BY ALL
),
happened AS (
    SELECT choice, until, {_SUMS}
    FROM by_period JOIN belongs USING (cell) JOIN steps USING (choice, step)
    GROUP BY ALL
),
expected AS (
    SELECT DISTINCT choice, step, until FROM steps JOIN periods USING (step)
)
SELECT
    choice, step, until,
    coalesce(opened, 0) AS opened, coalesce(closed, 0) AS closed,
    coalesce(reopened, 0) AS reopened, coalesce(changed, 0) AS changed,
    CAST(sum(coalesce(net, 0)) OVER (PARTITION BY choice ORDER BY until) AS BIGINT) AS stock
FROM expected LEFT JOIN happened USING (choice, until)
"""


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """The first and the last day on which offers were read, and how many such days there are."""

    first: date
    last: date
    days: int


def sum_movements(engine: duckdb.DuckDBPyConnection) -> None:
    """Make `movements`, a row for each choice and period that was read, with the stock at its end.

    `flows` and `belongs` are there. A period is named by its last day.
    """
    for query in (_STEPS, _PERIODS, _MOVEMENTS):
        engine.execute(query)


def read_before(engine: duckdb.DuckDBPyConnection, days: int) -> date | None:
    """Return the last day of reading so many days before the very last, or more; None: none."""
    query = f"SELECT max(day) FROM read_days WHERE day <= {_LAST} - $days"
    row = engine.execute(query, {"days": days}).fetchone()
    return row[0] if row else None


def read_span(engine: duckdb.DuckDBPyConnection) -> ReadSpan | None:
    """Return when offers were read; None: never."""
    row = engine.execute("SELECT min(day), max(day), count(*) FROM read_days").fetchone()
    return ReadSpan(*row) if row and row[0] else None
