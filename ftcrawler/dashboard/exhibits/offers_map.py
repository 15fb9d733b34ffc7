"""The map: open offers and posts by department."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.charts.chart_shapes import department_map
from ftcrawler.dashboard.exhibit import ALL_PLACES, Exhibit, Form, Heading, Missing, Shown
from ftcrawler.dashboard.figures.breakdown import OFFERS
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.choices import department_names
from ftcrawler.dashboard.figures.small_numbers import kept
from ftcrawler.dashboard.written import count

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures

_CODE: Final = Heading("code", "Code")
_DEPARTMENT: Final = Heading("departement", "Département")
_POSTS: Final = Heading("postes", "Postes", Form.COUNT)
_REST: Final = "Autres départements, ou non précisé"
_NONE: Final = Missing(
    "Aucun département ne peut être montré : chacun a moins de 5 offres, ou le lieu n'est pas dit."
)
_QUERY: Final = f"""
WITH counted AS (
    SELECT cell, departement, count(*) AS offers, sum(posts) AS posts
    FROM open_offers GROUP BY ALL
)
SELECT choice, departement, CAST(sum(counted.offers) AS BIGINT), CAST(sum(posts) AS BIGINT)
FROM counted JOIN belongs USING (cell) JOIN choices USING (choice)
WHERE place = '{ALL_PLACES}'
GROUP BY ALL
ORDER BY choice, departement
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    found: dict[int, list[tuple[str | None, int, int]]] = defaultdict(list)
    for choice, department, offers, posts in engine.execute(_QUERY).fetchall():
        found[choice].append((department, offers, posts))
    return {
        choice.key: _figure(found[choice.number], choice.offers)
        for choice in choice_offers(engine)
        if choice.key[0] == ALL_PLACES
    }


def _figure(places: list[tuple[str | None, int, int]], total: int) -> Figure:
    names = department_names()
    known = [row for row in places if row[0]]
    rows, rest = kept(known, lambda row: row[1], total, len(names))
    if not rows:
        return _NONE
    posts = sum(row[2] for row in places) - sum(row[2] for row in rows)
    (first, offers, _), *_ = rows
    shown = [(f"D{code}", names.get(code or "", code), *counts) for code, *counts in rows]
    if rest:
        shown.append((None, _REST, rest, posts))
    return Shown(
        f"Le département qui a le plus d'offres : {names.get(first or '', first)}, "
        f"{count(offers, 'offre')}.",
        tuple(shown),
    )


OFFERS_MAP: Final = Exhibit(
    name="carte",
    title="La carte des offres",
    reading=(
        "Les offres ouvertes et leurs postes, par département du lieu de travail. Sous « Autres "
        "départements » : ceux de moins de 5 offres, et les lieux plus larges, à l'étranger ou "
        "inconnus."
    ),
    headings=(_CODE, _DEPARTMENT, OFFERS, _POSTS),
    figures=_figures,
    chart=lambda: department_map(_CODE, _DEPARTMENT, (OFFERS, _POSTS)),
    everywhere=True,
)
