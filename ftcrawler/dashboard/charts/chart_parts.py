"""What the shapes of chart_shapes.py are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import altair as alt

from ftcrawler.dashboard.charts.chart_theme import FORMATS, INK
from ftcrawler.dashboard.exhibit import DATA, Chart, Form, Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW: Final = 26  # px, of bars
# Of a phone's width names get as much as of a desk's.
NAME_LIMIT: Final = alt.ExprRef("clamp(containerSize()[0] * 0.44, 100, 270)")

# Of a row with neighbours: there is no line to see between two gaps.
ALONE: Final = "!isValid(datum.avant) && !isValid(datum.apres)"


def kind(heading: Heading) -> Literal["nominal", "temporal", "quantitative"]:
    """Return what Vega-Lite calls the type of a column."""
    if heading.form is Form.TEXT:
        return "nominal"
    return "temporal" if heading.form in {Form.DAY, Form.MOMENT} else "quantitative"


def marks(*headings: Heading | None) -> alt.Chart:
    """Return marks without a shape yet, whose tooltips say what is under `headings`."""
    told = [
        alt.Tooltip(
            field=heading.name,
            type=kind(heading),
            title=heading.title,
            format=FORMATS.get(heading.form, alt.Undefined),
        )
        for heading in headings
        if heading
    ]
    return alt.Chart(alt.NamedData(DATA)).encode(tooltip=told)


def amounts(heading: Heading) -> alt.Axis:
    """Return an axis of amounts: no mark at 2.5 offers."""
    if heading.form is Form.SHARE:
        return alt.Axis(title=None, tickCount=5, format=".0%")
    return alt.Axis(title=None, tickCount=5, format=FORMATS[heading.form], tickMinStep=1)


def figures(measure: Heading, *told: Heading) -> alt.Chart:
    """Return what is written right of rows."""
    text = alt.Text(field=measure.name, type="quantitative", format=FORMATS[measure.form])
    written: alt.Chart = marks(*told).mark_text(align="left", dx=8, color=INK)
    return written.encode(text=text, x=alt.value("width"))


def rows(layers: Sequence[alt.Chart], label: Heading) -> Chart:
    """Return the specification of layers with a row for each label, in the data's order."""
    axis = alt.Axis(labelLimit=NAME_LIMIT, labelColor=INK, title=None)
    names = alt.Y(field=label.name, type="nominal", sort=None, axis=axis)
    return sized(alt.layer(*layers).encode(y=names), alt.Step(ROW))


def with_neighbours(
    chart: alt.Chart, day: Heading, measure: Heading, series: Heading | None
) -> alt.Chart:
    """Return `chart` whose rows know the figures before and after theirs, for ALONE."""
    return chart.transform_window(
        avant=f"lag({measure.name})",
        apres=f"lead({measure.name})",
        sort=[alt.SortField(day.name)],
        groupby=[series.name] if series else [],
    )


def under_pointer(chart: alt.Chart, along: Heading, always: str = "false") -> alt.Chart:
    """Return points of `chart`: those nearest to the pointer along a column, and `always` some."""
    nearest = alt.selection_point(
        nearest=True, on="pointerover", clear="pointerout", fields=[along.name], empty=False
    )
    seen, unseen = alt.value(1), alt.value(0)
    points: alt.Chart = (
        chart.mark_point(filled=True)
        .encode(
            opacity=alt.when(nearest).then(seen).when(always).then(seen).otherwise(unseen),
            size=alt.when(nearest).then(alt.value(70)).otherwise(alt.value(16)),
        )
        .add_params(nearest)
    )
    return points


def sized(
    chart: alt.LayerChart | alt.FacetChart, height: float | alt.Step | Literal["container"]
) -> dict[str, Any]:
    """Return the specification of a chart as wide as the page gives it room."""
    fit: Literal["fit", "fit-x"] = "fit" if height == "container" else "fit-x"
    spec: dict[str, Any] = chart.properties(
        width="container",
        height=height,
        padding={"left": 0, "top": 4, "right": 4, "bottom": 4},
        autosize=alt.AutoSizeParams(type=fit, contains="padding"),
    ).to_dict()
    # The page has one look for all, and says once what this is.
    del spec["config"], spec["$schema"]
    return spec
