"""The shapes of the report's charts, in Vega-Lite by Altair; their rows come in the browser.

Each gives a specification whose data are named DATA: rows as objects, by the headings' names. What
charts share is in chart_theme.py, and the page gives it to Vega once for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt

from ftcrawler.dashboard.chart_parts import (
    ALONE,
    amounts,
    figures,
    marks,
    rows,
    sized,
    under_pointer,
    with_neighbours,
)
from ftcrawler.dashboard.chart_theme import (
    BAND,
    CLASSES,
    DASHES,
    DAYS_OF_AXIS,
    FORMATS,
    HATCHING,
    INK,
    PALE_INK,
    PAPER,
)
from ftcrawler.dashboard.exhibit import DATA, Chart, Form, Heading
from ftcrawler.dashboard.outlines.placed_outlines import OBJECT, frames, placed_outlines

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT: Final = 260  # px, of charts without rows
# A list of the departments that are chosen: the page sets it.
CHOSEN: Final = "choisis"
MEASURE: Final = "mesure"
OUTLINES: Final = "contours"
TOO_FEW: Final = "moins de 5 offres"


def bars(label: Heading, measure: Heading) -> Chart:
    """Return horizontal bars in the order of the rows, each with its figure."""
    length = alt.X(field=measure.name, type="quantitative", stack=None, axis=None)
    bar = marks(label, measure).mark_bar(height={"band": 0.72}).encode(x=length)
    return rows([bar, figures(measure, label, measure)], label)


def quartiles(label: Heading, low: Heading, middle: Heading, high: Heading) -> Chart:
    """Return a band from `low` to `high` a row, with a stroke at `middle` and its figure."""
    told = (label, low, middle, high)
    axis = alt.Axis(format=FORMATS[middle.form], title=None, grid=True, tickCount=3)
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
    axis = alt.Axis(format=DAYS_OF_AXIS, title=None, labelOverlap="greedy", tickCount=6)
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
    chart = alt.layer(base.mark_line(), points).properties(height=HEIGHT)
    return sized(chart, right=4)


def steps(
    x: Heading, y: Heading, low: Heading | None = None, high: Heading | None = None
) -> Chart:
    """Return steps down along `x`, in a band from `low` to `high` where they are given."""
    across = alt.X(field=x.name, type="quantitative", title=x.title, scale=alt.Scale(nice=False))
    scale = alt.Scale(domain=[0, 1]) if y.form is Form.SHARE else alt.Scale()
    up: dict[str, Any] = {"type": "quantitative", "scale": scale, "axis": amounts(y)}
    base = marks(x, y, low, high).encode(x=across)
    line = base.encode(y=alt.Y(field=y.name, **up))
    layers = [line.mark_line(interpolate="step-after"), under_pointer(line, x)]
    if low is not None and high is not None:
        band = base.mark_area(interpolate="step-after")
        bounds = {"y": alt.Y(field=low.name, **up), "y2": alt.Y2(field=high.name)}
        layers.insert(0, band.encode(**bounds))
    return sized(alt.layer(*layers).properties(height=HEIGHT), right=4)


def department_map(code: Heading, name: Heading, measures: Sequence[Heading]) -> Chart:
    """Return a map of departments, by codes such as `D69`, coloured by one of `measures`.

    The reader chooses which, by buttons that Vega makes; those without a figure are hatched.
    """
    # By name: Altair would look at their every point.
    outlines = alt.NamedData(
        OUTLINES, format=alt.TopoDataFormat(feature=OBJECT, type="topojson")
    )
    fields = [measure.name for measure in measures]
    told = {f"dit_{m.name}": _figure_or_too_few(m) for m in measures}
    titles = {"properties.nom": name.title} | {
        field: measure.title for field, measure in zip(told, measures, strict=True)
    }
    departments = (
        alt.Chart(outlines)
        .transform_lookup(
            lookup="id", from_=alt.LookupData(alt.NamedData(DATA), key=code.name, fields=fields)
        )
        .transform_calculate(valeur=f"datum[{MEASURE}]", **told)
        .encode(
            tooltip=[
                alt.Tooltip(field=field, type="nominal", title=title)
                for field, title in titles.items()
            ]
        )
    )
    legend = alt.Legend(
        orient="bottom",
        columns=alt.ExprRef("containerSize()[0] < 480 ? 2 : 3"),
        format=FORMATS[measures[0].form],
        type="symbol",
        symbolType="square",
    )
    classes = alt.Scale(type="quantile", range=CLASSES)
    border: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 0.7}
    unknown = departments.mark_geoshape(color=HATCHING, **border).add_params(
        alt.param(
            name=MEASURE,
            value=fields[0],
            bind=alt.binding_radio(
                options=fields, labels=[measure.title for measure in measures], name="Couleur"
            ),
        ),
        alt.param(name=CHOSEN, value=[]),
    )
    value: dict[str, Any] = {"field": "valeur", "type": "quantitative", "legend": legend}
    known = departments.mark_geoshape(stroke=PAPER).encode(
        color=alt.Color(**value, scale=classes),
        # With a second channel the legend has a square a class, not a scale.
        strokeWidth=alt.StrokeWidth(**value, scale=alt.Scale(type="quantile", range=[0.7] * 5)),
    )
    chosen = (
        alt.Chart(outlines)
        .transform_filter(f"indexof({CHOSEN}, datum.id) >= 0")
        .mark_geoshape(filled=False, stroke=INK, strokeWidth=2)
    )
    chart = alt.layer(unknown, known, chosen, *_frames(), *_key_of_hatching()).project(
        type="identity", reflectY=True
    )
    spec = sized(chart.properties(height="container"), fit="fit")
    return spec | {"datasets": {**spec["datasets"], OUTLINES: placed_outlines()}}


def _figure_or_too_few(measure: Heading) -> str:
    value = f"datum[{measure.name!r}]"
    return f"isValid({value}) ? format({value}, {FORMATS[measure.form]!r}) : {TOO_FEW!r}"


def _frames() -> list[alt.Chart]:
    drawn = alt.InlineData(values=frames())
    corner = alt.Chart(drawn).encode(
        longitude=alt.Longitude(field="properties.x", type="quantitative"),
        latitude=alt.Latitude(field="properties.y", type="quantitative"),
    )
    name = "width < 400 ? datum.properties.court : datum.properties.nom"
    return [
        alt.Chart(drawn).mark_geoshape(filled=False, stroke=PALE_INK, strokeWidth=0.6),
        corner.transform_calculate(nom=name)
        .mark_text(align="left", baseline="top", dx=4, dy=4, fontSize=10, color=PALE_INK)
        .encode(text=alt.Text(field="nom", type="nominal")),
    ]


def _key_of_hatching() -> list[alt.Chart]:
    """Return the legend's entry for what has no figure, where Belgium would be."""
    at = alt.Chart(alt.InlineData(values=[{"dit": TOO_FEW}])).encode(
        x=alt.XValue("width"), y=alt.YValue(10)
    )
    return [
        at.mark_text(align="right", dx=-18).encode(text=alt.Text(field="dit", type="nominal")),
        at.mark_square(size=150, color=HATCHING, stroke=PALE_INK, strokeWidth=0.6, xOffset=-8),
    ]
