"""Offers that France Travail says are hard to fill, and the métiers that they are of."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ftcrawler.api.code_labels import labels
from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import Exhibit, Form, Heading, Missing, Shown
from ftcrawler.dashboard.figures.breakdown import MOST, TOO_FEW
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.small_numbers import kept, share
from ftcrawler.dashboard.written import count, percent

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures

_JOB: Final = Heading("metier", "Métier")
_HARD: Final = Heading("difficiles", "Offres difficiles à pourvoir", Form.COUNT)
_SHARE: Final = Heading("part", "Part des offres du métier", Form.SHARE)
_NONE: Final = Missing("Moins de 5 offres sont dites difficiles à pourvoir.")
_SPREAD: Final = Missing("Aucun métier n'a 5 offres difficiles à pourvoir, ou plus.")
_QUERY: Final = """
WITH counted AS (
    SELECT cell, rome_code, count(*) AS offers, count(*) FILTER (offres_manque_candidats) AS hard
    FROM open_offers GROUP BY ALL
)
SELECT choice, rome_code, CAST(sum(hard) AS BIGINT), CAST(sum(offers) AS BIGINT)
FROM counted JOIN belongs USING (cell)
GROUP BY ALL
HAVING sum(hard) > 0
ORDER BY choice, rome_code
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    rows = engine.execute(_QUERY).fetchall()
    found = {choice: [row[1:] for row in group] for choice, group in groupby(rows, itemgetter(0))}
    return {
        choice.key: _figure(found.get(choice.number, []), choice.offers)
        for choice in choice_offers(engine)
    }


def _figure(jobs: list[tuple[str | None, int, int]], total: int) -> Figure:
    hard = sum(row[1] for row in jobs)
    part = share(hard, total)
    if part is None:
        return _NONE if total - hard >= hard else TOO_FEW
    named = [row for row in jobs if row[0]]
    rows, _ = kept(named, itemgetter(1), hard, MOST)
    if not rows:
        return _SPREAD
    names = labels("metiers")
    return Shown(
        f"{percent(part)} des {count(total, 'offre')} sont dites difficiles à pourvoir.",
        tuple(
            (names.get(code or "", code), offers, share(offers, whole))
            for code, offers, whole in rows
        ),
    )


HARD_TO_FILL: Final = Exhibit(
    name="difficiles",
    title="Les offres difficiles à pourvoir",
    reading=(
        "Les offres ouvertes pour lesquelles France Travail dit manquer de candidats, par métier."
    ),
    headings=(_JOB, _HARD, _SHARE),
    figures=_figures,
    chart=lambda: bars(_JOB, _HARD),
)
