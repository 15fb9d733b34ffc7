"""How the open offers of each choice are spread over the values of a column."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.exhibit import Form, Heading, Missing, Shown
from ftcrawler.dashboard.figures.choice_offers import choice_offers
from ftcrawler.dashboard.figures.small_numbers import DECIMALS, kept
from ftcrawler.dashboard.written import count, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from ftcrawler.dashboard.exhibit import Figure, Figures, Row

OFFERS: Final = Heading("offres", "Offres ouvertes", Form.COUNT)
SHARE: Final = Heading("part", "Part des offres", Form.SHARE)
NOT_SAID: Final = "Non précisé"
REST: Final = "Autres"
TOO_FEW: Final = Missing(
    "Trop peu d'offres pour les détailler : des groupes de moins de 5 offres se verraient."
)
# Rows at most: what a chart shows at one glance.
MOST: Final = 15


def parts_of(offers: Sequence[tuple[str, int]], total: int) -> tuple[Row, ...]:
    """Return rows of names and numbers of offers with their shares of *total*."""
    return tuple((name, number, round(number / total, DECIMALS)) for name, number in offers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """Rows of a value's name, its offers and their share, the largest first, then the rest.

    `value` is SQL over `open_offers`; `names` are those of its values, where they are codes. In
    `says` « {part} des {offres} … {name} » tells of the most frequent value that is told; where
    `ordered`, rows have the order of `names`.
    """

    value: str
    says: str
    names: Mapping[str, str] = field(default_factory=dict)
    ordered: bool = False

    def figures(self, engine: duckdb.DuckDBPyConnection) -> Figures:
        """Return them for each choice."""
        query = f"""
WITH counted AS (
    SELECT cell, CAST({self.value} AS VARCHAR) AS value, count(*) AS offers
    FROM open_offers GROUP BY ALL
)
SELECT choice, value, CAST(sum(offers) AS BIGINT)
FROM counted JOIN belongs USING (cell)
GROUP BY ALL
ORDER BY choice, value"""
        found: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for choice, code, offers in engine.execute(query).fetchall():
            found[choice].append((self.names.get(code, code) if code else NOT_SAID, offers))
        return {
            choice.key: self._figure(found[choice.number], choice.offers)
            for choice in choice_offers(engine)
        }

    def _figure(self, values: Sequence[tuple[str, int]], total: int) -> Figure:
        rows, rest = kept(values, lambda row: row[1], total, MOST)
        if not rows:
            return TOO_FEW
        sentence = self._sentence(rows, total)
        if self.ordered:
            places = [*self.names.values(), NOT_SAID]
            rows.sort(key=lambda row: places.index(row[0]) if row[0] in places else len(places))
        shown = [*rows, (REST, rest)] if rest else rows
        return Shown(sentence, parts_of(shown, total))

    def _sentence(self, rows: Sequence[tuple[str, int]], total: int) -> str:
        said = next((row for row in rows if row[0] != NOT_SAID), None)
        offers = count(total, "offre")
        if said is None:
            unsaid = sum(row[1] for row in rows)
            if unsaid == total:
                return f"Aucune des {offers} ne le précise."
            return (
                f"{percent(unsaid / total)} des {offers} ne le précisent pas ; ce que disent les "
                "autres est trop divers pour être montré."
            )
        name, frequent = said
        told = self.says.format(part=percent(frequent / total), offers=offers, name=name)
        silent = next((row[1] for row in rows if row[0] == NOT_SAID), 0)
        if silent < frequent:
            return told
        return f"{told.removesuffix('.')} ; {percent(silent / total)} n'en disent rien."
