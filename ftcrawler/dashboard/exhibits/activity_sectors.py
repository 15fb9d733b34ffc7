"""Sectors of activity of the employers, by divisions of the NAF."""

from __future__ import annotations

from typing import Final

from ftcrawler.api.code_labels import labels
from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import Exhibit, Heading
from ftcrawler.dashboard.figures.breakdown import OFFERS, SHARE, Breakdown

_SECTOR: Final = Heading("secteur", "Secteur d'activité")

ACTIVITY_SECTORS: Final = Exhibit(
    name="secteurs",
    title="Les secteurs d'activité",
    reading=(
        "Les offres ouvertes, selon l'activité de l'établissement : sa division dans la "
        "nomenclature NAF."
    ),
    headings=(_SECTOR, OFFERS, SHARE),
    figures=Breakdown(
        value="secteur_activite",
        says="{part} des {offers} viennent du secteur le plus fréquent : « {name} ».",
        names=labels("secteursActivites"),
    ).figures,
    chart=lambda: bars(_SECTOR, OFFERS),
)
