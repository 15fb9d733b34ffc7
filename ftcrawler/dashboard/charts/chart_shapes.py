"""The shapes of the report's charts, in Vega-Lite by Altair; their rows come in the browser.

Each gives a specification whose data are named DATA: rows as objects, by the headings' names. What
charts share is in chart_theme.py, and the page gives it to Vega once for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt

from ftcrawler.dashboard.charts.chart_parts import (
    ALONE,
    amounts,
    figures,
    marks,
    rows,
    sized,
    under_pointer,
    with_neighbours,
)
from ftcrawler.dashboard.charts.chart_theme import BAND, DASHES, DAYS_OF_AXIS, FORMATS
from ftcrawler.dashboard.charts.map_layers import (
    OUTLINES,
    department_layers,
    frame_layers,
    hatching_key,
)
from ftcrawler.dashboard.charts.outlines.placed_outlines import placed_outlines
from ftcrawler.dashboard.exhibit import Chart, Form, Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY: Final = 86_400_000  # ms: no mark within one
HEIGHT: Final = 260  # px, of charts without rows


def bars(label: Heading, measure: Heading) -> Chart:
    """Return horizontal bars in the order of the rows, each with its figure."""
    length = alt.X(field=measure.name, type="quantitative", stack=None, axis=None)
    bar = marks(label, measure).mark_bar(height={"band": 0.72}).encode(x=length)
    return rows([bar, figures(measure, label, measure)], label)


def quartiles(label: Heading, low: Heading, middle: Heading, high: Heading) -> Chart:
    """Return a band from `low` to `high` a row, with a stroke at `middle` and its figure."""
    told = (label, low, middle, high)
    axis = alt.Axis(format=FORMATS[middle.form], title=None, grid=True, tickCount=3, orient="top")
    start = alt.X(field=low.name, type="quantitative", scale=alt.Scale(zero=False), axis=axis)
    band = marks(*told).mark_bar(height={"band": 0.5}, color=BAND, cornerRadius=3)
    stroke = marks(*told).mark_tick(thickness=4, height={"band": 0.72})
    layers = [
        band.encode(x=start, x2=alt.X2(field=high.name)),
        stroke.encode(x=alt.X(field=middle.name, type="quantitative")),
        figures(middle, *told),
    ]
    return rows(layers, label)


def lines(day: Heading, measure: Heading, series: Heading | None = None) -> Chart:
    """Return a line over days for each of `series`; a missing figure is a gap."""
    axis = alt.Axis(
        format=DAYS_OF_AXIS,
        title=None,
        labelOverlap="greedy",
        labelSeparation=10,
        tickCount=6,
        tickMinStep=DAY,
    )
    base = marks(day, series, measure).encode(
        x=alt.X(field=day.name, type="temporal", scale=alt.Scale(type="utc"), axis=axis),
        y=alt.Y(
            field=measure.name,
            type="quantitative",
            scale=alt.Scale(zero=series is not None),
            axis=amounts(measure),
        ),
    )
    if series is not None:
        columns = alt.ExprRef("containerSize()[0] < 480 ? 2 : 4")
        legend = alt.Legend(orient="top", columns=columns, symbolType="stroke", symbolSize=500)
        name: dict[str, Any] = {"field": series.name, "type": "nominal", "sort": None}
        base = base.encode(
            color=alt.Color(**name, legend=legend),
            strokeDash=alt.StrokeDash(**name, legend=legend, scale=alt.Scale(range=DASHES)),
        )
    points = under_pointer(with_neighbours(base, day, measure, series), day, always=ALONE)
    return sized(alt.layer(base.mark_line(), points), HEIGHT)


def steps(
    x: Heading, y: Heading, low: Heading | None = None, high: Heading | None = None
) -> Chart:
    """Return steps down along `x`, in a band from `low` to `high` where they are given."""
    axis = alt.Axis(title=x.title, format=FORMATS[x.form], tickMinStep=1)
    across = alt.X(field=x.name, type="quantitative", axis=axis, scale=alt.Scale(nice=False))
    scale = alt.Scale(domain=[0, 1]) if y.form is Form.SHARE else alt.Scale()
    up: dict[str, Any] = {"type": "quantitative", "scale": scale, "axis": amounts(y)}
    base = marks(x, y, low, high).encode(x=across)
    line = base.encode(y=alt.Y(field=y.name, **up))
    layers = [line.mark_line(interpolate="step-after"), under_pointer(line, x)]
    if low is not None and high is not None:
        band = base.mark_area(interpolate="step-after")
        bounds = {"y": alt.Y(field=low.name, **up), "y2": alt.Y2(field=high.name)}
        layers.insert(0, band.encode(**bounds))
    return sized(alt.layer(*layers), HEIGHT)


def department_map(code: Heading, name: Heading, measures: Sequence[Heading]) -> Chart:
    """Return a map of departments, by codes such as `D69`, coloured by one of `measures`.

    The reader chooses which, by buttons that Vega makes; those without a figure are hatched. The
    page sets the signal `choisis`, the codes of departments to outline.
    """
    layers = [*department_layers(code, name, measures), *frame_layers(), *hatching_key()]
    spec = sized(alt.layer(*layers).project(type="identity", reflectY=True), "container")
    return spec | {"datasets": {**spec["datasets"], OUTLINES: placed_outlines()}}
