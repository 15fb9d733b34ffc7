"""What opened, closed, came back and changed, each day or each week."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.dashboard.charts.chart_shapes import lines
from ftcrawler.dashboard.exhibit import FEWEST, Exhibit, Form, Heading, Missing, Shown
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.periods import DAILY, PERIOD, WEEKLY, YEAR
from ftcrawler.dashboard.figures.small_numbers import told, told_parts
from ftcrawler.dashboard.written import count, on_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ftcrawler.dashboard.exhibit import Chart, Figure, Figures

OPENED: Final = Heading("ouvertes", "Ouvertes", Form.COUNT)
CLOSED: Final = Heading("fermees", "Fermées", Form.COUNT)
REOPENED: Final = Heading("rouvertes", "Rouvertes", Form.COUNT)
CHANGED: Final = Heading("modifiees", "Modifiées", Form.COUNT)
_KINDS: Final = (OPENED, CLOSED, REOPENED, CHANGED)
_KIND: Final = Heading("evenement", "Ce qui est arrivé")
_OFFERS: Final = Heading("offres", "Offres", Form.COUNT)
_ONE_NIGHT: Final = Missing(
    "Une seule nuit a été lue : ce qui ouvre et ce qui ferme se voit à partir de la deuxième."
)
_NO_WEEK: Final = Missing(
    "Pour un choix aussi étroit on compte par semaines : aucune n'est encore entière."
)
_FEW: Final = Missing("Trop peu d'offres : moins de 5 à chaque date.")
# Without what the first reading found: it had opened before.
_QUERY: Final = f"""
SELECT choice, step, until, opened, closed, reopened, changed
FROM movements, (SELECT min(day) AS first, max(day) AS last FROM read_days)
WHERE until - step >= first AND until > last - {YEAR}
ORDER BY choice, until
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    found = {
        choice: [row[1:] for row in group]
        for choice, group in groupby(engine.execute(_QUERY).fetchall(), itemgetter(0))
    }
    missing = _NO_WEEK if found else _ONE_NIGHT
    return {
        choice.key: _figure(found[choice.number]) if choice.number in found else missing
        for choice in choice_offers(engine)
    }


def _figure(series: Sequence[tuple[Any, ...]]) -> Figure:
    step, last, *_ = series[-1]
    over_days = WEEKLY if step == DAILY else step
    latest = [row for row in series if row[1] > last - timedelta(days=over_days)]
    rows = [
        (until.isoformat(), *map(told, counts)) for _, until, *counts in series[: -len(latest)]
    ]
    # The sentence, and the figures at the top, tell what the last ones come to.
    columns = [told_parts(column) for column in list(zip(*latest, strict=True))[2:]]
    rows += [
        (until.isoformat(), *counts)
        for (_, until, *_), *counts in zip(latest, *columns, strict=True)
    ]
    if all(value is None for _, *counts in rows for value in counts):
        return _FEW
    opened, closed = (sum(row[column] for row in latest) for column in (2, 3))
    over = count(len(latest), "jour de lecture") if step == DAILY else f"{step} jours"
    return Shown(
        f"En {over}, jusqu'au {on_day(last)} : {_said(opened, 'ouverture')}, "
        f"{_said(closed, 'fermeture')}.",
        tuple(rows),
    )


def _said(offers: int, noun: str) -> str:
    return count(offers, noun) if told(offers) else f"moins de {FEWEST} {noun}s"


def _chart() -> Chart:
    """Return a line for each kind: the table has a column for each, the chart a series."""
    kinds = [kind.name for kind in _KINDS]
    titles = ", ".join(f"{kind.name}: '{kind.title}'" for kind in _KINDS)
    turned = [
        {"fold": kinds, "as": [_KIND.name, _OFFERS.name]},
        {"calculate": f"({{{titles}}})[datum.{_KIND.name}]", "as": _KIND.name},
    ]
    return {**lines(PERIOD, _OFFERS, _KIND), "transform": turned}


DAILY_FLOWS: Final = Exhibit(
    name="flux",
    title="Ce qui ouvre, ferme, revient et change",
    reading=(
        "Ouvertes : lues pour la première fois. Fermées : disparues d'une lecture complète, et "
        "l'API l'a confirmé. Modifiées : un champ a changé. Ce que trouve la première lecture "
        "d'une recherche était déjà ouvert et n'y est pas."
    ),
    headings=(PERIOD, *_KINDS),
    figures=_figures,
    chart=_chart,
)
