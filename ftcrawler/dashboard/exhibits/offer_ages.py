"""How old the open offers are, by the date of their creation."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import Exhibit, Heading, Shown
from ftcrawler.dashboard.figures.breakdown import OFFERS, REST, SHARE, TOO_FEW, parts_of
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.small_numbers import kept
from ftcrawler.dashboard.written import count

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures

_AGE: Final = Heading("age", "Âge")
# From so many days on, to the next.
_BOUNDS: Final = (0, 7, 14, 30, 60, 90, 180)
_UNDATED: Final = "Date inconnue"
_QUERY: Final = f"""
WITH aged AS (
    SELECT
        cell,
        CASE WHEN created IS NOT NULL
        THEN greatest((SELECT max(day) FROM read_days) - created, 0) END AS age
    FROM open_offers
),
banded AS (
    SELECT
        cell, age, count(*) AS offers,
        CASE WHEN age IS NOT NULL
        THEN len(list_filter({list(_BOUNDS)}, lambda bound: bound <= age)) - 1 END AS band
    FROM aged GROUP BY ALL
),
summed AS (
    SELECT choice, band, age, CAST(sum(offers) AS BIGINT) AS offers
    FROM banded JOIN belongs USING (cell) GROUP BY ALL
),
ranked AS (
    SELECT
        *, sum(offers) OVER (PARTITION BY choice ORDER BY age) AS younger,
        sum(offers) OVER (PARTITION BY choice) AS known
    FROM summed WHERE age IS NOT NULL
),
medians AS (SELECT choice, min(age) AS median FROM ranked WHERE 2 * younger >= known GROUP BY ALL)
SELECT choice, band, CAST(sum(offers) AS BIGINT), any_value(median)
FROM summed LEFT JOIN medians USING (choice)
GROUP BY ALL
ORDER BY choice, band NULLS LAST
"""


def _name(band: int | None) -> str:
    if band is None:
        return _UNDATED
    start, end = _BOUNDS[band], (*_BOUNDS, None)[band + 1]
    if end is None:
        return f"{start} jours et plus"
    return f"De {start} à {end - 1} jours" if start else f"Moins de {end} jours"


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    rows = engine.execute(_QUERY).fetchall()
    found = {choice: [row[1:] for row in group] for choice, group in groupby(rows, itemgetter(0))}
    return {
        choice.key: _figure(found[choice.number], choice.offers)
        for choice in choice_offers(engine)
    }


def _figure(bands: list[tuple[int | None, int, int | None]], total: int) -> Figure:
    rows, rest = kept(bands, itemgetter(1), total, len(bands))
    if not rows:
        return TOO_FEW
    shown = [(_name(band), offers) for band, offers, _ in bands if any(band == r[0] for r in rows)]
    if rest:
        shown.append((REST, rest))
    median = bands[0][2]
    sentence = (
        f"La moitié des {count(total, 'offre')} ont été créées il y a {count(median, 'jour')} ou "
        "moins."
        if median is not None
        else "Aucune offre ne dit sa date de création."
    )
    return Shown(sentence, parts_of(shown, total))


OFFER_AGES: Final = Exhibit(
    name="age",
    title="L'âge des offres ouvertes",
    reading=(
        "Les jours passés depuis la création de l'offre, d'après l'API, à la dernière lecture. Ce "
        "n'est pas la durée au bout de laquelle une offre ferme."
    ),
    headings=(_AGE, OFFERS, SHARE),
    figures=_figures,
    chart=lambda: bars(_AGE, OFFERS),
)
