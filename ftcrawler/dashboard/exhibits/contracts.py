"""Contracts: of which kind the open offers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.api.code_labels import labels
from ftcrawler.dashboard.breakdown import OFFERS, SHARE, breakdown
from ftcrawler.dashboard.charts import bars
from ftcrawler.dashboard.exhibit import Exhibit, Heading
from ftcrawler.dashboard.written import count, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ftcrawler.dashboard.exhibit import Figures

_CONTRACT: Final = Heading("contrat", "Contrat")


def _sentence(rows: Sequence[tuple[str, int]], total: int) -> str:
    name, offers = rows[0]
    return (
        f"Sur {count(total, 'offre')}, {percent(offers / total)} proposent le contrat le plus "
        f"fréquent : {name}."
    )


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    return breakdown(engine, "type_contrat", _sentence, labels("typesContrats"))


CONTRACTS: Final = Exhibit(
    name="contrats",
    title="Les contrats",
    reading="Les offres ouvertes, selon le type de contrat qu'elles annoncent.",
    headings=(_CONTRACT, OFFERS, SHARE),
    figures=_figures,
    chart=lambda: bars(_CONTRACT, OFFERS),
)
