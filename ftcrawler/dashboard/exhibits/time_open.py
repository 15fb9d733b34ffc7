"""How long offers stay open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.charts.chart_shapes import steps
from ftcrawler.dashboard.exhibit import FEWEST, Exhibit, Form, Heading, Missing, Shown
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.small_numbers import DECIMALS
from ftcrawler.dashboard.figures.survival import survival
from ftcrawler.dashboard.written import count, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures, Row
    from ftcrawler.dashboard.figures.survival import Stretch

_DAYS: Final = Heading("jours", "Jours après l'ouverture", Form.DAYS)
_OPEN: Final = Heading("encore_ouvertes", "Encore ouvertes", Form.SHARE)
_LOW: Final = Heading("bas", "Au moins", Form.SHARE)
_HIGH: Final = Heading("haut", "Au plus", Form.SHARE)
_NONE: Final = Missing(
    "On ne suit que des offres dont on a vu l'ouverture, et il faut que 5 d'entre elles au moins "
    "aient fermé : cela vient après quelques nuits complètes."
)


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    curves = survival(engine)
    return {choice.key: _figure(curves.get(choice.number, [])) for choice in choice_offers(engine)}


def _figure(curve: Sequence[Stretch]) -> Figure:
    told = _told(curve)
    if not told:
        return _NONE
    rows: list[Row] = [(0, 1.0, 1.0, 1.0)]
    for each in told:
        shares = (each.still_open, *each.band())
        rows.append((each.until, *(round(share, DECIMALS) for share in shares)))
    return Shown(_sentence(curve, told[-1]), tuple(rows))


def _told(curve: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches at whose end the curve is told: each step is of five closings or more.

    It ends where fewer than five offers were followed.
    """
    told, closed = [], 0
    for each in curve:
        if each.at_risk < FEWEST:
            break
        closed += each.closed
        if closed >= FEWEST:
            told.append(each)
            closed = 0
    return told


def _sentence(curve: Sequence[Stretch], last: Stretch) -> str:
    of = f"D'après {count(curve[0].followed, 'offre')} suivies depuis leur ouverture"
    halved = [each.halved for each in curve if each.halved is not None]
    if not halved or last.still_open > 0.5:  # noqa: PLR2004 (a half)
        return (
            f"{of}, {percent(last.still_open)} restent ouvertes plus de "
            f"{count(last.until, 'jour')} : la durée médiane n'est pas encore connue."
        )
    return f"{of}, la moitié ferme en {count(halved[0], 'jour')} ou moins."


TIME_OPEN: Final = Exhibit(
    name="duree",
    title="Combien de temps une offre reste ouverte",
    reading=(
        "La part des offres encore ouvertes tant de jours après leur ouverture (estimateur de "
        "Kaplan-Meier, intervalle à 95 %). Ce n'est pas le temps d'un recrutement : une offre "
        "ferme aussi sans être pourvue."
    ),
    headings=(_DAYS, _OPEN, _LOW, _HIGH),
    figures=_figures,
    chart=lambda: steps(_DAYS, _OPEN, _LOW, _HIGH),
)
