"""Skills: those that open offers ask for most."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import FEWEST, Exhibit, Heading, Missing, Shown
from ftcrawler.dashboard.figures.breakdown import OFFERS, SHARE
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.choices import CELL, PLACES_JOINED
from ftcrawler.dashboard.figures.small_numbers import share
from ftcrawler.dashboard.written import count, percent

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.dashboard.exhibit import Figures

_SKILL: Final = Heading("competence", "Compétence")
_MOST: Final = 20
_NONE: Final = Missing("Aucune compétence n'est demandée par 5 offres ou plus.")
# Labels are long: they are numbered, and looked up once the most asked for are found.
_NAMED: Final = f"""
CREATE TEMP TABLE cell_skills AS
WITH asked AS (
    SELECT {CELL} AS cell,
        unnest(list_distinct(list_transform(competences, lambda each: each.libelle))) AS name
    FROM offres_ouvertes {PLACES_JOINED}
)
SELECT cell, name, count(*) AS offers FROM asked WHERE name <> '' GROUP BY ALL
"""
_MOST_ASKED: Final = f"""
WITH numbered AS (
    SELECT name, row_number() OVER (ORDER BY name) AS skill
    FROM (SELECT DISTINCT name FROM cell_skills)
),
summed AS (
    SELECT choice, skill, CAST(sum(offers) AS BIGINT) AS offers
    FROM cell_skills JOIN numbered USING (name) JOIN belongs USING (cell)
    GROUP BY ALL
    HAVING sum(offers) >= {FEWEST}
),
most AS (
    SELECT * FROM summed
    QUALIFY row_number() OVER (PARTITION BY choice ORDER BY offers DESC, skill) <= {_MOST}
)
SELECT choice, name, offers FROM most JOIN numbered USING (skill)
ORDER BY choice, offers DESC, name
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    engine.execute(_NAMED)
    rows = engine.execute(_MOST_ASKED).fetchall()
    engine.execute("DROP TABLE cell_skills")
    found = {choice: list(group) for choice, group in groupby(rows, itemgetter(0))}
    return {
        choice.key: _figure(found[choice.number], choice.offers)
        if choice.number in found
        else _NONE
        for choice in choice_offers(engine)
    }


def _figure(asked: list[tuple[int, str, int]], total: int) -> Shown:
    _, name, offers = asked[0]
    part = share(offers, total)
    told = "Presque toutes" if part is None else percent(part)
    return Shown(
        f"La compétence la plus demandée est « {name} » : {told} des {count(total, 'offre')}.",
        tuple((name, offers, share(offers, total)) for _, name, offers in asked),
    )


SKILLS: Final = Exhibit(
    name="competences",
    title="Les compétences demandées",
    reading=(
        "Les compétences que le plus d'offres ouvertes demandent, exigées ou souhaitées. Une "
        "offre en demande souvent plusieurs, ou aucune : les parts ne s'ajoutent pas."
    ),
    headings=(_SKILL, OFFERS, SHARE),
    figures=_figures,
    chart=lambda: bars(_SKILL, OFFERS),
)
