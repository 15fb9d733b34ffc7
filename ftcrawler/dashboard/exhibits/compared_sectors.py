"""The sectors of the list of searches, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import (
    ALL,
    FEWEST,
    Exhibit,
    Form,
    Heading,
    Missing,
    Shown,
)
from ftcrawler.dashboard.figures.breakdown import OFFERS
from ftcrawler.dashboard.figures.pay_quartiles import MEDIAN, STATED
from ftcrawler.dashboard.figures.small_numbers import share, told
from ftcrawler.dashboard.written import count
from ftcrawler.history.tables.table_queries import SOURCES

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures

_SECTOR: Final = Heading("secteur", "Secteur")
_POSTS: Final = Heading("postes", "Postes", Form.COUNT)
_PERMANENT: Final = Heading("part_cdi", "En CDI", Form.SHARE)
_NONE: Final = Missing(
    "Aucune offre ouverte ne vient d'une recherche par secteur. Pour comparer ceux de votre "
    "liste : « scrapy crawl sector », puis « scrapy history update »."
)
_FEW: Final = Missing("Chaque secteur a moins de 5 offres ouvertes.")
# `tenues` has the searches of open offers, which `trouvees_par` has among those of all.
_QUERY: Final = f"""
WITH found AS (
    SELECT DISTINCT secteur, id FROM {SOURCES}.tenues WHERE secteur IS NOT NULL
)
SELECT
    secteur, count(*), CAST(sum(greatest(coalesce(nombre_postes, 1), 1)) AS BIGINT),
    count(*) FILTER (type_contrat = 'CDI'), count(salaire_mensuel_min),
    quantile_cont(salaire_mensuel_min, 0.5)
FROM found JOIN offres_ouvertes USING (id)
GROUP BY secteur
ORDER BY count(*) DESC, secteur
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    return {ALL: _figure(engine.execute(_QUERY).fetchall())}


def _figure(sectors: list[tuple[str, int, int, int, int, float | None]]) -> Figure:
    rows = [row for row in sectors if row[1] >= FEWEST]
    if not rows:
        return _FEW if sectors else _NONE
    name, most, *_ = rows[0]
    return Shown(
        f"Le secteur qui a le plus d'offres est « {name} » : {count(most, 'offre')}.",
        tuple(
            (
                name,
                offers,
                posts,
                share(permanent, offers),
                share(paid, offers),
                round(median) if median is not None and told(paid) else None,
            )
            for name, offers, posts, permanent, paid, median in rows
        ),
    )


COMPARED_SECTORS: Final = Exhibit(
    name="secteurs_configures",
    title="Les secteurs de votre liste",
    reading=(
        "Les offres ouvertes que les recherches de chaque secteur ont trouvées. Une offre que "
        "deux secteurs trouvent compte dans les deux. Le salaire est la médiane par mois, comptée "
        "comme dans « Les salaires »."
    ),
    headings=(_SECTOR, OFFERS, _POSTS, _PERMANENT, STATED, MEDIAN),
    figures=_figures,
    chart=lambda: bars(_SECTOR, OFFERS),
    fixed=True,
)
