"""Pay by métier."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ftcrawler.api.code_labels import labels
from ftcrawler.dashboard.charts.chart_shapes import quartiles
from ftcrawler.dashboard.exhibit import ALL_DOMAINS, FEWEST, Exhibit, Heading
from ftcrawler.dashboard.figures.choice_offers import choice_offers
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

_JOB: Final = Heading("metier", "Métier")
_MOST: Final = 20
# A métier is of one domain: the quartiles of a place's are the same under its domain's choice.
_QUERY: Final = f"""
WITH groups AS (
    SELECT place, rome_code, {STATISTICS}
    FROM open_offers JOIN belongs USING (cell) JOIN choices USING (choice)
    WHERE domain = '{ALL_DOMAINS}' AND rome_code IS NOT NULL
    GROUP BY ALL
    HAVING paid >= {FEWEST}
)
SELECT choice, rome_code, groups.offers, paid, quartiles
FROM groups JOIN choices USING (place)
WHERE domain IN ('{ALL_DOMAINS}', left(rome_code, 1))
QUALIFY row_number() OVER (PARTITION BY choice ORDER BY paid DESC, rome_code) <= {_MOST}
ORDER BY choice, paid DESC, rome_code
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    rows = engine.execute(_QUERY).fetchall()
    found = {
        choice: [PayGroup(*row[1:]) for row in group]
        for choice, group in groupby(rows, itemgetter(0))
    }
    pays, names = choice_pay(engine), labels("metiers")
    return {
        choice.key: pay_figure(
            choice, pays[choice.number], found.get(choice.number, []), names, ranked=True
        )
        for choice in choice_offers(engine)
    }


PAY_BY_JOB: Final = Exhibit(
    name="salaires_metiers",
    title="Les salaires par métier",
    reading=f"{READING} Les métiers : ceux dont le plus d'offres disent un salaire.",
    headings=(_JOB, *HEADINGS),
    figures=_figures,
    chart=lambda: quartiles(_JOB, LOW, MEDIAN, HIGH),
)
