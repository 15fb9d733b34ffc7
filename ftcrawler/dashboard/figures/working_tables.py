"""What several exhibits need, prepared once, in temporary tables beside those of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.figures.choices import CELL, PLACES_JOINED, number_cells, number_choices
from ftcrawler.dashboard.figures.first_readings import add_first_readings, comparable_since
from ftcrawler.dashboard.figures.flows import count_flows
from ftcrawler.dashboard.figures.periods import sum_movements
from ftcrawler.dashboard.figures.unusual_lives import find_unusual_lives
from ftcrawler.history.tables.dialects import DUCKDB

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.history.files.manifest import Manifest

_OPEN_OFFERS: Final = f"""
CREATE TEMP TABLE open_offers AS
SELECT
    hash(id) AS offer, {CELL} AS cell, rome_code, departement,
    type_contrat, duree_travail_libelle_converti, experience_exige, qualification_libelle,
    secteur_activite, origine_offre_origine, offres_manque_candidats, salaire_mensuel_min,
    greatest(coalesce(nombre_postes, 1), 1) AS posts,
    {DUCKDB.paris_day_of("date_creation")} AS created,
    {DUCKDB.paris_day_of("vue_le")} AS seen
FROM offres_ouvertes {PLACES_JOINED}
"""
_CHOICE_PAY: Final = """
CREATE TEMP TABLE choice_pay AS
SELECT
    choice, CAST(sum(posts) AS BIGINT) AS posts, count(salaire_mensuel_min) AS paid,
    quantile_cont(salaire_mensuel_min, 0.5) AS median
FROM open_offers JOIN belongs USING (cell)
GROUP BY choice
"""
# SQL: of runs that have read offers.
READ: Final = "spider <> 'closed' AND statut IN ('complete', 'truncated', 'incomplete')"
# Days of Paris on which offers were read: on others nobody knows what went on. Before everything
# was read for the first time, what was open was open to some searches only.
_READ_DAYS: Final = f"""
CREATE TEMP TABLE read_days AS
SELECT DISTINCT {DUCKDB.paris_day_of("commencee_le")} AS day
FROM collectes
WHERE {READ} AND ($since IS NULL OR day >= $since)
"""
# Each event is of the day of a run; a closing of one that read everything.
_EVENT_DAYS: Final = f"""
CREATE TEMP TABLE event_days AS
WITH days AS (SELECT DISTINCT {DUCKDB.paris_day_of("commencee_le")} AS day FROM collectes)
SELECT days.day, coalesce(min(read_days.day), (SELECT max(day) FROM read_days)) AS read_day
FROM days LEFT JOIN read_days ON read_days.day >= days.day
GROUP BY days.day
"""


def prepare(engine: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Make `open_offers`, `choices`, `belongs` (cells do, to choices) and `read_days`.

    `choice_pay` has the posts, the offers that state a pay and its median, of each choice.
    """
    number_cells(engine)
    engine.execute(_OPEN_OFFERS)
    number_choices(engine)
    engine.execute(_CHOICE_PAY)
    engine.execute(_READ_DAYS, {"since": comparable_since(manifest)})
    engine.execute(_EVENT_DAYS)
    add_first_readings(engine, manifest)
    find_unusual_lives(engine)
    count_flows(engine)
    sum_movements(engine)
