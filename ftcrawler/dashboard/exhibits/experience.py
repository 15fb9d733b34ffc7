"""Experience: whether beginners may apply."""

from __future__ import annotations

from typing import Final

from ftcrawler.dashboard.charts.chart_shapes import bars
from ftcrawler.dashboard.exhibit import Exhibit, Heading
from ftcrawler.dashboard.figures.breakdown import OFFERS, SHARE, Breakdown

_EXPERIENCE: Final = Heading("experience", "Expérience")
_NAMES: Final = {"D": "Débutant accepté", "S": "Expérience souhaitée", "E": "Expérience exigée"}

EXPERIENCE: Final = Exhibit(
    name="experience",
    title="L'expérience demandée",
    reading="Les offres ouvertes, selon l'expérience qu'elles demandent.",
    headings=(_EXPERIENCE, OFFERS, SHARE),
    figures=Breakdown(
        value="experience_exige",
        says="{part} des {offers} annoncent « {name} », le cas le plus fréquent.",
        names=_NAMES,
        ordered=True,
    ).figures,
    chart=lambda: bars(_EXPERIENCE, OFFERS),
)
