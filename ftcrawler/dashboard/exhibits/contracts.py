"""Contracts: of which kind the open offers are."""

from __future__ import annotations

from typing import Final

from ftcrawler.api.code_labels import labels
from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import Exhibit, Heading
from ftcrawler.dashboard.figures.breakdown import OFFERS, SHARE, Breakdown

_CONTRACT: Final = Heading("contrat", "Contrat")

CONTRACTS: Final = Exhibit(
    name="contrats",
    title="Les contrats",
    reading="Les offres ouvertes, selon le type de contrat qu'elles annoncent.",
    headings=(_CONTRACT, OFFERS, SHARE),
    figures=Breakdown(
        value="type_contrat",
        says="{part} des {offers} annoncent le contrat le plus fréquent : « {name} ».",
        names=labels("typesContrats"),
    ).figures,
    chart=lambda: bars(_CONTRACT, OFFERS),
)
