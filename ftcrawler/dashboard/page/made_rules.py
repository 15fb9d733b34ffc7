"""The rules of the page's style that follow from what it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ftcrawler.api.addresses import is_france_travail
from ftcrawler.dashboard.exhibit import Shown
from ftcrawler.dashboard.written import at_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ftcrawler.dashboard.exhibit import Chart, Figure
    from ftcrawler.dashboard.report_data import Provenance

AXIS: Final = 34  # px
LEGEND: Final = 44  # px
HIGHEST: Final = 640  # px: the rest scrolls
# What would end a text of CSS, or the style.
_NEEDS_ESCAPE: Final = re.compile(r'["\\<\n\r\f]')


def made_rules(
    charts: Mapping[str, Chart], first: Mapping[str, Figure], provenance: Provenance
) -> Iterator[str]:
    """Yield rules that keep room for charts until they are drawn: nothing below them jumps.

    One more says on each page of paper where the figures come from.
    """
    for name, chart in charts.items():
        figure, height = first.get(name), chart["height"]
        # A map's room follows from its width.
        if not isinstance(figure, Shown) or not figure.rows or height == "container":
            continue
        inner = height["step"] * len(figure.rows) if isinstance(height, dict) else height + LEGEND
        yield f"#{name} .graphique {{ min-height: {min(inner + AXIS, HIGHEST)}px; }}"
    updated = f"mise à jour du {at_moment(provenance.updated)}"
    source = (
        f"Source : France Travail, API « Offres d'emploi v2 », {updated}. Sous la licence de "
        "réutilisation de France Travail."
        if is_france_travail(provenance.source)
        else f"Un essai : offres de {provenance.source}, et non de France Travail, {updated}."
    )
    yield f'@page {{ @bottom-left {{ content: "{_NEEDS_ESCAPE.sub(_escaped, source)}"; }} }}'


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{ord(sign[0]):x} "
