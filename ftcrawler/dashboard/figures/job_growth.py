"""Open offers by métier, now and some weeks ago: `job_growth`.

What was open then is what is open now, less what has come since, and more what has gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.exhibit import FEWEST
from ftcrawler.dashboard.figures.choices import CELL, PLACES_JOINED
from ftcrawler.dashboard.figures.periods import read_before, read_span
from ftcrawler.history.files.event_columns import Kind
from ftcrawler.history.tables.dialects import DUCKDB

if TYPE_CHECKING:
    import duckdb

# Days over which growth is told.
WEEK: Final = 7
FOUR_WEEKS: Final = 28
# Nights that may have been missed before: what was open is what was when they were.
_LATE: Final = 2
_SINCE: Final = f"(SELECT max(day) - {FOUR_WEEKS} FROM read_days)"
# A closing is found out on the day of its absence, or later.
_CAME: Final = f"""
CREATE TEMP TABLE job_flows AS
WITH counted AS (
    SELECT {CELL} AS cell, rome_code, evenement, jour, absente_le, count(*) AS offers
    FROM evenements {PLACES_JOINED}
    WHERE jour > {_SINCE} AND rome_code IS NOT NULL
        AND evenement IN ('{Kind.OPENED}', '{Kind.CLOSED}', '{Kind.REOPENED}')
    GROUP BY ALL
),
dated AS (
    SELECT
        cell, rome_code,
        CASE WHEN evenement = '{Kind.CLOSED}' THEN {DUCKDB.paris_day_of("absente_le")} ELSE jour
        END AS day,
        CASE WHEN evenement = '{Kind.CLOSED}' THEN -offers ELSE offers END AS net
    FROM counted
),
happened AS (
    SELECT cell, rome_code, read_day AS day, net FROM dated JOIN event_days USING (day)
    UNION ALL
    SELECT cell, job, day, net FROM moves WHERE job IS NOT NULL
)
SELECT cell, rome_code, day, sum(net) AS net FROM happened WHERE day > {_SINCE} GROUP BY ALL
"""
_NEWEST_SEARCH: Final = f"SELECT {DUCKDB.paris_day_of('max(a)')} FROM first_readings"
_GROWTH: Final = f"""
WITH standing AS (
    SELECT cell, rome_code, count(*) AS offers
    FROM open_offers WHERE rome_code IS NOT NULL GROUP BY ALL
),
since AS (
    SELECT
        cell, rome_code, sum(net) AS month,
        sum(net) FILTER (day > (SELECT max(day) - {WEEK} FROM read_days)) AS week
    FROM job_flows GROUP BY ALL
),
summed AS (
    SELECT
        choice, rome_code, CAST(coalesce(sum(offers), 0) AS BIGINT) AS now,
        CAST(now - coalesce(sum(week), 0) AS BIGINT) AS week_ago,
        CAST(now - coalesce(sum(month), 0) AS BIGINT) AS month_ago
    FROM standing FULL JOIN since USING (cell, rome_code) JOIN belongs USING (cell)
    GROUP BY ALL
)
SELECT * FROM summed
WHERE now >= {FEWEST}
QUALIFY row_number() OVER (PARTITION BY choice ORDER BY now DESC, rome_code) <= $most
ORDER BY choice, now DESC, rome_code
"""


def comparable_before(engine: duckdb.DuckDBPyConnection, days: int) -> bool:
    """Tell whether it is known what was open so many days ago to the searches of today."""
    before, span = read_before(engine, days), read_span(engine)
    if before is None or span is None or (span.last - before).days > days + _LATE:
        return False
    (newest,) = engine.execute(_NEWEST_SEARCH).fetchall()
    return newest[0] is None or newest[0] <= before


def job_growth(
    engine: duckdb.DuckDBPyConnection, most: int
) -> list[tuple[int, str, int, int, int]]:
    """Return choice, ROME code, open offers now, a week and four weeks ago: the *most* of each."""
    engine.execute(_CAME)
    found = engine.execute(_GROWTH, {"most": most}).fetchall()
    engine.execute("DROP TABLE job_flows")
    return found
