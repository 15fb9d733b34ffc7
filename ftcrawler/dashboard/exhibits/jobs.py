"""Métiers: those with the most open offers, and how they have grown."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ftcrawler.api.code_labels import labels
from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import Exhibit, Form, Heading, Missing, Shown
from ftcrawler.dashboard.figures.breakdown import OFFERS
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.job_growth import FOUR_WEEKS, WEEK, comparable_before, job_growth
from ftcrawler.dashboard.figures.small_numbers import DECIMALS, told
from ftcrawler.dashboard.written import count, percent

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures, Row

_JOB: Final = Heading("metier", "Métier")
_WEEK: Final = Heading("croissance_7", "En 7 jours", Form.SHARE)
_MONTH: Final = Heading("croissance_28", "En 28 jours", Form.SHARE)
_MOST: Final = 20
_NONE: Final = Missing("Aucun métier n'a 5 offres ouvertes ou plus.")


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    weekly, monthly = (comparable_before(engine, days) for days in (WEEK, FOUR_WEEKS))
    names = labels("metiers")
    found: dict[int, tuple[Row, ...]] = {
        choice: tuple(
            (
                names.get(code, code),
                now,
                _growth(now, week if weekly else None),
                _growth(now, month if monthly else None),
            )
            for _, code, now, week, month in group
        )
        for choice, group in groupby(job_growth(engine, _MOST), itemgetter(0))
    }
    return {choice.key: _figure(found.get(choice.number)) for choice in choice_offers(engine)}


def _growth(now: int, then: int | None) -> float | None:
    return round(now / then - 1, DECIMALS) if then and told(then) else None


def _figure(rows: tuple[Row, ...] | None) -> Figure:
    if not rows:
        return _NONE
    name, offers, week, _ = rows[0]
    assert isinstance(offers, int)
    sentence = f"Le métier qui a le plus d'offres est « {name} » : {count(offers, 'offre')}"
    if isinstance(week, float):
        change = f"{percent(abs(week))} {'de plus' if week > 0 else 'de moins'} que"
        sentence += f", {change if week else 'autant que'} 7 jours avant"
    return Shown(f"{sentence}.", rows)


JOBS: Final = Exhibit(
    name="metiers",
    title="Les métiers",
    reading=(
        "Les métiers (ROME) qui ont le plus d'offres ouvertes, et de combien leur nombre a changé "
        "depuis 7 et 28 jours. Sans valeur : rien n'a été lu autour de ce jour-là, autre chose a "
        "été lu depuis, ou moins de 5 offres étaient ouvertes alors."
    ),
    headings=(_JOB, OFFERS, _WEEK, _MONTH),
    figures=_figures,
    chart=lambda: bars(_JOB, OFFERS),
)
