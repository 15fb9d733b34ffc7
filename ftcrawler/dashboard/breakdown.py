"""How the open offers of each choice are spread over the values of a column."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.choice_offers import choice_offers
from ftcrawler.dashboard.exhibit import Form, Heading, Missing, Shown
from ftcrawler.dashboard.small_numbers import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures

    # From what is kept, as names and offers, and the offers of the choice.
    Sentence = Callable[[Sequence[tuple[str, int]], int], str]

OFFERS: Final = Heading("offres", "Offres ouvertes", Form.COUNT)
SHARE: Final = Heading("part", "Part des offres", Form.SHARE)
NOT_TOLD: Final = "Non précisé"
REST: Final = "Autres"
TOO_FEW: Final = Missing(
    "Trop peu d'offres pour les détailler : on verrait des groupes de moins de 5 offres."
)
# Rows at most: what a chart shows at one glance.
MOST: Final = 15


def breakdown(
    engine: duckdb.DuckDBPyConnection,
    value: str,
    sentence: Sentence,
    names: Mapping[str, str] | None = None,
) -> Figures:
    """Return rows of a value's name, its offers and their share, largest first, then the rest.

    *value* is SQL over `open_offers`; *names* those of its values, where they are codes.
    """
    query = f"""
WITH counted AS (
    SELECT cell, CAST({value} AS VARCHAR) AS value, count(*) AS offers
    FROM open_offers GROUP BY ALL
)
SELECT choice, value, CAST(sum(offers) AS BIGINT)
FROM counted JOIN belongs USING (cell)
GROUP BY ALL
ORDER BY choice, value"""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for choice, code, offers in engine.execute(query).fetchall():
        found[choice].append((_name(code, names), offers))
    return {
        choice.key: _figure(found[choice.number], choice.offers, sentence)
        for choice in choice_offers(engine)
    }


def _name(code: str | None, names: Mapping[str, str] | None) -> str:
    if not code:
        return NOT_TOLD
    return names.get(code, code) if names else code


def _figure(values: Sequence[tuple[str, int]], total: int, sentence: Sentence) -> Figure:
    rows, rest = kept(values, lambda row: row[1], total, MOST)
    if not rows:
        return TOO_FEW
    shown = [*rows, (REST, rest)] if rest else rows
    return Shown(
        sentence(rows, total),
        tuple((name, offers, round(offers / total, 4)) for name, offers in shown),
    )
