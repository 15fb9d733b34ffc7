"""Hours: whole time, or part of it."""

from __future__ import annotations

from typing import Final

from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import Exhibit, Heading
from ftcrawler.dashboard.figures.breakdown import OFFERS, SHARE, Breakdown

_HOURS: Final = Heading("horaire", "Temps de travail")

WORKING_HOURS: Final = Exhibit(
    name="horaires",
    title="Le temps de travail",
    reading="Les offres ouvertes, à temps plein ou partiel, d'après ce qu'elles annoncent.",
    headings=(_HOURS, OFFERS, SHARE),
    figures=Breakdown(
        value="duree_travail_libelle_converti",
        says="{part} des {offers} annoncent « {name} », le cas le plus fréquent.",
    ).figures,
    chart=lambda: bars(_HOURS, OFFERS),
)
