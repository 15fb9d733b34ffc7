"""Partners: the share of the open offers that they brought, and who they are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import Exhibit, Heading, Missing, Shown
from ftcrawler.dashboard.figures.breakdown import MOST, OFFERS, SHARE, TOO_FEW, parts_of
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.choices import CELL, PLACES_JOINED
from ftcrawler.dashboard.figures.small_numbers import kept, share
from ftcrawler.dashboard.written import count, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures

_PARTNER: Final = Heading("partenaire", "Partenaire")
_OTHERS: Final = "Autres partenaires"
_NONE: Final = Missing("Moins de 5 offres viennent de partenaires.")
_BROUGHT: Final = """
SELECT choice, count(*) FILTER (origine_offre_origine = '2')
FROM open_offers JOIN belongs USING (cell)
GROUP BY choice
"""
# An offer that several partners publish counts once, for the first of them by name: so that the
# others are a number of offers.
_BY_NAME: Final = f"""
WITH named AS (
    SELECT {CELL} AS cell,
        list_min(list_transform(origine_offre_partenaires, lambda each: each.nom)) AS name
    FROM offres_ouvertes {PLACES_JOINED}
    WHERE origine_offre_origine = '2'
),
counted AS (SELECT cell, name, count(*) AS offers FROM named GROUP BY ALL)
SELECT choice, name, CAST(sum(offers) AS BIGINT)
FROM counted JOIN belongs USING (cell)
WHERE name IS NOT NULL
GROUP BY ALL
ORDER BY choice, name
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    brought = dict(engine.execute(_BROUGHT).fetchall())
    named: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for choice, name, offers in engine.execute(_BY_NAME).fetchall():
        named[choice].append((name, offers))
    return {
        choice.key: _figure(named[choice.number], brought[choice.number], choice.offers)
        for choice in choice_offers(engine)
    }


def _figure(named: Sequence[tuple[str, int]], brought: int, total: int) -> Figure:
    whole = share(brought, total)
    if whole is None:
        return _NONE if total - brought >= brought else TOO_FEW
    rows, rest = kept(named, lambda row: row[1], brought, MOST)
    shown = [*rows, (_OTHERS, rest)] if rest else rows
    return Shown(
        f"{percent(whole)} des {count(total, 'offre')} viennent de partenaires de France Travail.",
        parts_of(shown, total),
    )


PARTNERS: Final = Exhibit(
    name="partenaires",
    title="Les offres des partenaires",
    reading=(
        "France Travail publie aussi les offres d'autres sites d'emploi. La part de chacun est "
        "celle de toutes les offres ouvertes ; une offre de plusieurs partenaires compte pour le "
        "premier par ordre alphabétique."
    ),
    headings=(_PARTNER, OFFERS, SHARE),
    figures=_figures,
    chart=lambda: bars(_PARTNER, OFFERS),
)
