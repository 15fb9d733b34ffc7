"""Room for charts before they are drawn: nothing below them jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.dashboard.exhibit import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ftcrawler.dashboard.exhibit import Chart, Figure

AXIS = 34  # px
LEGEND = 44


def reserved_room(charts: Mapping[str, Chart], first: Mapping[str, Figure]) -> Iterator[str]:
    """Yield a rule for each chart of the first view; a map's room follows from its width."""
    for name, chart in charts.items():
        figure, height = first.get(name), chart["height"]
        if not isinstance(figure, Shown) or height == "container":
            continue
        inner = height["step"] * len(figure.rows) if isinstance(height, dict) else height + LEGEND
        yield f"#{name} .graphique {{ min-height: {inner + AXIS}px; }}"
