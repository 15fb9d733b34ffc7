"""What opened, closed, came back and changed, day by day and cell by cell: one look at all events.

A day is one of `read_days`: what is dated of a day on which nothing was read (a detail asked after
midnight) counts on the next one that was. A closing is of the day of its absence, as in
`versions`. `net` is by how much the open offers of the cell grew; an offer that changes its place
or its ROME code leaves one cell for another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.choices import CELL, PLACES_JOINED
from ftcrawler.history.files.event_columns import Kind
from ftcrawler.history.tables.dialects import DUCKDB
from ftcrawler.history.tables.table_queries import ORDER, SOURCES

if TYPE_CHECKING:
    import duckdb

# Moments are few: their days are looked for once they are counted.
_COUNTED: Final = f"""
CREATE TEMP TABLE flows AS
WITH counted AS (
    SELECT {CELL} AS cell, evenement, jour, absente_le, count(*) AS offers
    FROM evenements {PLACES_JOINED}
    WHERE evenement <> '{Kind.REACTUALISED}'
    GROUP BY ALL
),
dated AS (
    SELECT
        cell, evenement, offers,
        CASE WHEN evenement = '{Kind.CLOSED}' THEN {DUCKDB.paris_day_of("absente_le")} ELSE jour
        END AS day
    FROM counted
)
SELECT
    cell, event_days.read_day AS day,
    coalesce(sum(offers) FILTER (evenement = '{Kind.OPENED}'), 0) AS opened,
    coalesce(sum(offers) FILTER (evenement = '{Kind.CLOSED}'), 0) AS closed,
    coalesce(sum(offers) FILTER (evenement = '{Kind.REOPENED}'), 0) AS reopened,
    coalesce(sum(offers) FILTER (evenement = '{Kind.CHANGED}'), 0) AS changed,
    opened + reopened - closed AS net
FROM dated JOIN event_days USING (day)
GROUP BY ALL
"""
# What places and ROME codes are made of.
_MOVING: Final = (
    "['rome_code', 'lieu_travail_libelle', 'lieu_travail_commune', 'lieu_travail_code_postal']"
)
_MOVED: Final = f"""
CREATE TEMP TABLE moved AS
SELECT DISTINCT id FROM evenements
WHERE evenement = '{Kind.CHANGED}' AND list_has_any(modifies, {_MOVING})
"""
_MOVES: Final = f"""
CREATE TEMP TABLE moves AS
WITH states AS (
    SELECT
        evenement, jour, rome_code AS job, {CELL} AS cell,
        lag(job) OVER life AS old_job, lag(cell) OVER life AS old_cell
    FROM {SOURCES}.evenements {PLACES_JOINED}
    WHERE id IN (SELECT id FROM moved)
    WINDOW life AS (PARTITION BY id ORDER BY {ORDER})
)
SELECT
    read_day AS day, unnest([old_cell, cell]) AS cell, unnest([old_job, job]) AS job,
    unnest([-1, 1]) AS net
FROM states JOIN event_days ON jour = event_days.day
WHERE evenement = '{Kind.CHANGED}' AND (old_cell <> cell OR old_job IS DISTINCT FROM job)
"""
_ADD_MOVES: Final = """
INSERT INTO flows SELECT cell, day, 0, 0, 0, 0, sum(net) FROM moves GROUP BY ALL
"""
# Each event is of the day of a run; a closing of one that read everything.
_EVENT_DAYS: Final = f"""
CREATE TEMP TABLE event_days AS
WITH days AS (SELECT DISTINCT {DUCKDB.paris_day_of("commencee_le")} AS day FROM collectes)
SELECT days.day, coalesce(min(read_days.day), (SELECT max(day) FROM read_days)) AS read_day
FROM days LEFT JOIN read_days ON read_days.day >= days.day
GROUP BY days.day
"""


def count_flows(engine: duckdb.DuckDBPyConnection) -> None:
    """Make `flows(cell, day, opened, closed, reopened, changed, net)`; `read_days` is there.

    `moves(day, cell, job, net)` are those that leave a cell or a ROME code, or come to one.
    """
    for query in (_EVENT_DAYS, _COUNTED, _MOVED, _MOVES, _ADD_MOVES):
        engine.execute(query)
