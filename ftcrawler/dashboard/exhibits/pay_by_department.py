"""Pay by department."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ftcrawler.api.code_labels import regions_by_department
from ftcrawler.dashboard.charts.chart_shapes import quartiles
from ftcrawler.dashboard.exhibit import ALL_PLACES, FEWEST, Exhibit, Heading
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.choices import department_names
from ftcrawler.dashboard.figures.pay_quartiles import (
    HEADINGS,
    HIGH,
    LOW,
    MEDIAN,
    READING,
    STATISTICS,
    PayGroup,
    choice_pay,
    pay_figure,
)

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.dashboard.exhibit import Figures

_DEPARTMENT: Final = Heading("departement", "Département")
# A department's quartiles are the same under the choice of its region, or of itself.
_QUERY: Final = f"""
SELECT domain, departement, {STATISTICS}
FROM open_offers JOIN belongs USING (cell) JOIN choices USING (choice)
WHERE place = '{ALL_PLACES}' AND departement IS NOT NULL
GROUP BY ALL
HAVING paid >= {FEWEST}
ORDER BY domain, departement
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    groups: dict[tuple[str, str], list[PayGroup]] = defaultdict(list)
    regions = regions_by_department()
    for domain, *row in engine.execute(_QUERY).fetchall():
        group = PayGroup(*row)
        for place in {ALL_PLACES, regions.get(group.code, ALL_PLACES), f"D{group.code}"}:
            groups[place, domain].append(group)
    pays, names = choice_pay(engine), department_names()
    return {
        choice.key: pay_figure(
            choice, pays[choice.number], groups[choice.key], names, ranked=False
        )
        for choice in choice_offers(engine)
    }


PAY_BY_DEPARTMENT: Final = Exhibit(
    name="salaires_departements",
    title="Les salaires par département",
    reading=f"{READING} Viennent d'abord les départements où le plus d'offres en disent un.",
    headings=(_DEPARTMENT, *HEADINGS),
    figures=_figures,
    chart=lambda: quartiles(_DEPARTMENT, LOW, MEDIAN, HIGH),
)
