"""A chart as Vega draws it: compiled once, not by each browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import vl_convert

from ftcrawler.dashboard.charts.chart_theme import CONFIG

if TYPE_CHECKING:
    from ftcrawler.dashboard.exhibit import Chart

_BARE: Final = re.compile(r"(?<!datum\.)\bdatum\[")


def compiled_chart(chart: Chart) -> dict[str, Any]:
    """Return the chart's specification in Vega, in the report's look."""
    vega: dict[str, Any] = vl_convert.vegalite_to_vega(dict(chart), config=CONFIG)
    for mark in vega["marks"]:
        # The cells that find the nearest point hold it one deeper; Vega-Lite forgets that in
        # tooltips of texts.
        if mark.get("name", "").endswith("_voronoi"):
            tooltip = mark["encode"]["update"]["tooltip"]
            tooltip["signal"] = _BARE.sub("datum.datum[", tooltip["signal"])
    return vega
