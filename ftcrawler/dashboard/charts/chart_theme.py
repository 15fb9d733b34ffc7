"""What the report's charts share: fonts, colours, French dates and numbers.

Colours are variables of page/colours.css, with a value each for light, dark and paper.
"""

from __future__ import annotations

from typing import Any, Final

import vl_convert

from ftcrawler.dashboard.exhibit import Form

ACCENT: Final = "var(--accent)"
BAND: Final = "var(--bande)"
INK: Final = "var(--encre)"
PALE_INK: Final = "var(--encre-pale)"
LINE: Final = "var(--trait)"
PAPER: Final = "var(--carton)"
HATCHING: Final = "url(#hachures)"  # a pattern in the page's template
SERIES: Final = [f"var(--serie-{number})" for number in range(1, 6)]
CLASSES: Final = [f"var(--classe-{number})" for number in range(1, 6)]
DASHES: Final = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 3]]

# d3's formats, in the locales below.
FORMATS: Final = {
    Form.COUNT: ",d",
    Form.SHARE: ".1%",
    Form.EUROS: "$,.0f",
    Form.DAYS: ",d",
    Form.DAY: "%-d %B %Y",
}
# Of axes: what a mark stands for is told by those before it.
DAYS_OF_AXIS: Final = {
    "year": "%Y",
    "quarter": "%b %Y",
    "month": "%b %Y",
    "week": "%-d %b",
    "date": "%-d %b",
    "day": "%-d %b",
    "hours": "%-d %b",
    "minutes": "%-d %b",
    "seconds": "%-d %b",
    "milliseconds": "%-d %b",
}
# Thousands as the page's own numbers have them, by the browser's Intl.
NUMBERS: Final = vl_convert.get_format_locale("fr-FR") | {"thousands": "\u202f"}
DATES: Final = vl_convert.get_time_format_locale("fr-FR")
FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

# Vega-Lite's `config`. The page says what charts show, in a sentence and a table: a screen reader
# is spared their every mark.
CONFIG: Final[dict[str, Any]] = {
    "aria": False,
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "range": {"category": SERIES},
    "axis": {
        "labelColor": PALE_INK,
        "labelFontSize": 12,
        "titleColor": PALE_INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelPadding": 6,
    },
    "axisY": {"domain": False, "ticks": False},
    "axisX": {"grid": False},
    "legend": {
        "labelColor": INK,
        "labelFontSize": 12,
        "labelLimit": 240,
        "title": None,
        "symbolStrokeWidth": 2.5,
        "symbolSize": 120,
    },
    "bar": {"color": ACCENT, "cornerRadiusEnd": 3},
    "line": {"color": ACCENT, "strokeWidth": 2.25},
    "area": {"color": BAND},
    "rule": {"color": PALE_INK},
    "tick": {"color": ACCENT, "opacity": 1},
    "text": {"color": INK, "fontSize": 12},
}
