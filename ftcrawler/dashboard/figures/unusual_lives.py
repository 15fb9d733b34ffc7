"""The events of offers that came back, or changed their place or their ROME code: `lives`.

They are few. All others opened once, closed once at most, and stay in their cell: their events
are counted without being put together by offer, which is what would take long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.figures.choices import CELL, PLACES_JOINED
from ftcrawler.history.files.event_columns import Kind
from ftcrawler.history.tables.table_queries import ORDER, SOURCES

if TYPE_CHECKING:
    import duckdb

# What places and ROME codes are made of.
_MOVING: Final = (
    "['rome_code', 'lieu_travail_libelle', 'lieu_travail_commune', 'lieu_travail_code_postal']"
)
_UNUSUAL: Final = f"""
CREATE TEMP TABLE unusual AS
SELECT DISTINCT hash(id) AS offer FROM evenements
WHERE evenement = '{Kind.REOPENED}'
    OR evenement = '{Kind.CHANGED}' AND list_has_any(modifies, {_MOVING})
"""
_LIVES: Final = f"""
CREATE TEMP TABLE lives AS
SELECT
    hash(id) AS offer, {ORDER} AS turn, evenement, jour, a, absente_le, rome_code AS job,
    {CELL} AS cell
FROM {SOURCES}.evenements {PLACES_JOINED}
WHERE hash(id) IN (SELECT offer FROM unusual)
"""
# From one state to the next; a closing has that of the state before it.
_MOVES: Final = f"""
CREATE TEMP TABLE moves AS
WITH states AS (
    SELECT
        evenement, jour, job, cell, lag(job) OVER life AS old_job, lag(cell) OVER life AS old_cell
    FROM lives
    WINDOW life AS (PARTITION BY offer ORDER BY turn)
)
SELECT
    read_day AS day, unnest([old_cell, cell]) AS cell, unnest([old_job, job]) AS job,
    unnest([-1, 1]) AS net
FROM states JOIN event_days ON jour = event_days.day
WHERE evenement = '{Kind.CHANGED}' AND (old_cell <> cell OR old_job IS DISTINCT FROM job)
"""


def find_unusual_lives(engine: duckdb.DuckDBPyConnection) -> None:
    """Make `unusual(offer)`, `lives` and `moves(day, cell, job, net)`.

    An offer is told by the hash of its id, of 64 bits: two of a billion would share one with a
    chance of 3 %.
    """
    for query in (_UNUSUAL, _LIVES, _MOVES):
        engine.execute(query)
