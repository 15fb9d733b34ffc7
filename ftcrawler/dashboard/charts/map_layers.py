"""The layers of the report's map: departments, those that are chosen, frames, a legend's entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt

from ftcrawler.dashboard.charts.chart_theme import CLASSES, FORMATS, HATCHING, INK, PALE_INK, PAPER
from ftcrawler.dashboard.charts.outlines.placed_outlines import OBJECT, frames
from ftcrawler.dashboard.exhibit import DATA, Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

# Signals: the codes that are chosen, which the page sets; the measure, which the reader does.
CHOSEN: Final = "choisis"
MEASURE: Final = "mesure"
OUTLINES: Final = "contours"
TOO_FEW: Final = "masqué"


def department_layers(
    code: Heading, name: Heading, measures: Sequence[Heading]
) -> tuple[alt.Chart, alt.Chart, alt.Chart]:
    """Return all departments, hatched; over them those with a figure; and outlines of some.

    Outlines are data of the name OUTLINES, which the specification has yet to get.
    """
    # By name: Altair would look at their every point.
    outlines = alt.NamedData(OUTLINES, format=alt.TopoDataFormat(feature=OBJECT, type="topojson"))
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
    return unknown, known, chosen


def _figure_or_too_few(measure: Heading) -> str:
    value = f"datum[{measure.name!r}]"
    return f"isValid({value}) ? format({value}, {FORMATS[measure.form]!r}) : {TOO_FEW!r}"


def frame_layers() -> list[alt.Chart]:
    """Return the frames of what is drawn apart, and their names; short ones on a phone."""
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


def hatching_key() -> list[alt.Chart]:
    """Return the legend's entry for what has no figure, where Belgium would be."""
    at = alt.Chart(alt.InlineData(values=[{"dit": TOO_FEW}])).encode(
        x=alt.value("width"), y=alt.value(10)
    )
    return [
        at.mark_text(align="right", dx=-18).encode(text=alt.Text(field="dit", type="nominal")),
        at.mark_square(size=150, color=HATCHING, stroke=PALE_INK, strokeWidth=0.6, xOffset=-8),
    ]
