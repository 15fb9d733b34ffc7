"""What several exhibits need, prepared once, in temporary tables beside those of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.choices import CELL, PLACES_JOINED, number_cells, number_choices
from ftcrawler.history.tables.dialects import DUCKDB

if TYPE_CHECKING:
    import duckdb

_OPEN_OFFERS: Final = f"""
CREATE TEMP TABLE open_offers AS
SELECT
    {CELL} AS cell, rome_code, type_contrat, duree_travail_libelle_converti, experience_exige,
    qualification_libelle, secteur_activite,
    origine_offre_origine, offres_manque_candidats, departement, salaire_mensuel_min,
    greatest(coalesce(nombre_postes, 1), 1) AS posts,
    {DUCKDB.paris_day_of("date_creation")} AS created
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
# Days of Paris on which offers were read: on others nobody knows what went on.
_READ_DAYS: Final = f"""
CREATE TEMP TABLE read_days AS
SELECT DISTINCT {DUCKDB.paris_day_of("commencee_le")} AS day
FROM collectes
WHERE spider <> 'closed' AND statut IN ('complete', 'truncated', 'incomplete')
"""


def prepare(engine: duckdb.DuckDBPyConnection) -> None:
    """Make `open_offers`, `choices`, `belongs` (cells do, to choices) and `read_days`.

    `choice_pay` has the posts, the offers that state a pay and its median, of each choice.
    """
    number_cells(engine)
    engine.execute(_OPEN_OFFERS)
    number_choices(engine)
    engine.execute(_CHOICE_PAY)
    engine.execute(_READ_DAYS)
