"""Qualification, from labourers to executives."""

from __future__ import annotations

from typing import Final

from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import Exhibit, Heading
from ftcrawler.dashboard.figures.breakdown import OFFERS, SHARE, Breakdown

_QUALIFICATION: Final = Heading("qualification", "Qualification")

QUALIFICATION: Final = Exhibit(
    name="qualification",
    title="La qualification",
    reading="Les offres ouvertes, selon la qualification du poste.",
    headings=(_QUALIFICATION, OFFERS, SHARE),
    figures=Breakdown(
        value="qualification_libelle",
        says="{part} des {offers} annoncent la qualification la plus fréquente : « {name} ».",
    ).figures,
    chart=lambda: bars(_QUALIFICATION, OFFERS),
)
