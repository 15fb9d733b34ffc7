"""What opened, closed, came back and changed, day by day and cell by cell: one look at all events.

A day is one of `read_days`: what is dated of a day on which nothing was read (a detail asked after
midnight) counts on the next one that was. A closing is of the day of its absence, as in
`versions`. What a first reading found is not counted as opened (first_readings.py).
`net` is by how much the open offers of the cell grew; an offer that changes its place
or its ROME code leaves one cell for another (unusual_lives.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.figures.choices import CELL, PLACES_JOINED
from ftcrawler.history.files.event_columns import Kind
from ftcrawler.history.tables.dialects import DUCKDB

if TYPE_CHECKING:
    import duckdb

# Moments are few: their days are looked for once they are counted.
_COUNTED: Final = f"""
CREATE TEMP TABLE flows AS
WITH counted AS (
    SELECT
        {CELL} AS cell, evenement, jour, absente_le,
        evenement = '{Kind.OPENED}' AND a NOT IN (SELECT a FROM first_readings) AS opened,
        count(*) AS offers
    FROM evenements {PLACES_JOINED}
    WHERE evenement <> '{Kind.REACTUALISED}'
    GROUP BY ALL
),
dated AS (
    SELECT
        cell, evenement, opened, offers,
        CASE WHEN evenement = '{Kind.CLOSED}' THEN {DUCKDB.paris_day_of("absente_le")} ELSE jour
        END AS day
    FROM counted
)
SELECT
    cell, event_days.read_day AS day,
    coalesce(sum(offers) FILTER (opened), 0) AS opened,
    coalesce(sum(offers) FILTER (evenement = '{Kind.CLOSED}'), 0) AS closed,
    coalesce(sum(offers) FILTER (evenement = '{Kind.REOPENED}'), 0) AS reopened,
    coalesce(sum(offers) FILTER (evenement = '{Kind.CHANGED}'), 0) AS changed,
    coalesce(sum(offers) FILTER (evenement = '{Kind.OPENED}'), 0) + reopened - closed AS net
FROM dated JOIN event_days USING (day)
GROUP BY ALL
"""
_ADD_MOVES: Final = """
INSERT INTO flows SELECT cell, day, 0, 0, 0, 0, sum(net) FROM moves GROUP BY ALL
"""


def count_flows(engine: duckdb.DuckDBPyConnection) -> None:
    """Make `flows(cell, day, opened, closed, reopened, changed, net)`.

    `event_days` and `moves` are there.
    """
    engine.execute(_COUNTED)
    engine.execute(_ADD_MOVES)
