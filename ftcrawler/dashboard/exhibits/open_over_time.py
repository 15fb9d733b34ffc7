"""Open offers over time, as events tell them."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.charts.chart_shapes import lines
from ftcrawler.dashboard.exhibit import Exhibit, Missing, Shown
from ftcrawler.dashboard.figures.breakdown import OFFERS
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.periods import PERIOD, YEAR, read_span
from ftcrawler.dashboard.figures.small_numbers import told
from ftcrawler.dashboard.written import count, number, on_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures

ONE_NIGHT: Final = Missing(
    "Une seule nuit a été lue : la courbe commence avec la deuxième. Relancez « scrapy nightly » "
    "demain."
)
_NO_WEEK: Final = Missing(
    "Pour un choix aussi étroit la courbe va par semaines : il faut en avoir lu plus d'une."
)
_TOO_FEW: Final = Missing("Moins de 5 offres à chaque date, sauf une au plus.")
_QUERY: Final = f"""
SELECT choice, until, stock FROM movements
WHERE until > (SELECT max(day) FROM read_days) - {YEAR}
ORDER BY choice, until
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    span = read_span(engine)
    if span is None or span.days < 2:  # noqa: PLR2004 (a curve's least)
        return {choice.key: ONE_NIGHT for choice in choice_offers(engine)}
    rows = engine.execute(_QUERY).fetchall()
    by_choice = {
        choice: [(until, stock) for _, until, stock in group]
        for choice, group in groupby(rows, itemgetter(0))
    }
    return {choice.key: _figure(by_choice[choice.number]) for choice in choice_offers(engine)}


def _figure(series: Sequence[tuple[date, int]]) -> Figure:
    if len(series) == 1:
        return _NO_WEEK
    shown = [(until, stock) for until, stock in series if told(stock)]
    if len(shown) < 2:  # noqa: PLR2004 (a curve's least)
        return _TOO_FEW
    (first, before), (last, now) = shown[0], shown[-1]
    sentence = (
        f"{count(now, 'offre')} {'était' if now == 1 else 'étaient'} ouvertes le {on_day(last)}, "
        f"contre {number(before)} le {on_day(first)}."
    )
    return Shown(sentence, tuple((until.isoformat(), told(stock)) for until, stock in series))


OPEN_OVER_TIME: Final = Exhibit(
    name="stock",
    title="Les offres ouvertes au fil du temps",
    reading=(
        "Les offres ouvertes à la fin de chaque jour de lecture, sur un an au plus. Un jour sans "
        "lecture n'a pas de valeur."
    ),
    headings=(PERIOD, OFFERS),
    figures=_figures,
    chart=lambda: lines(PERIOD, OFFERS),
)
