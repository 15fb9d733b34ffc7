"""The report's figures as the page holds them, for its script to read."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

from ftcrawler.dashboard.charts.chart_theme import DATES, NUMBERS
from ftcrawler.dashboard.exhibit import Missing
from ftcrawler.dashboard.page.french_spaces import french_spaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ftcrawler.dashboard.exhibit import Chart, Exhibit, Figure
    from ftcrawler.dashboard.report_data import ReportData


def texts_of(data: ReportData) -> list[str]:
    """Return each text of a table once: choices share them, and hold their places in this list."""
    cells = (
        cell
        for figures in data.figures.values()
        for figure in figures.values()
        if not isinstance(figure, Missing)
        for row in figure.rows
        for cell in row
    )
    return list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))


def description(data: ReportData, charts: Mapping[str, Chart], texts: Sequence[str]) -> bytes:
    """Return what does not change with the choice, as JSON that may stand in a script element.

    `textes`: those of tables, once each;
    `lieux`: each place's name and the codes of its departments; `domaines`: names by code;
    `pieces`: by the exhibit's name its headings, its chart as Vega has it, whether it is `fixe` or
    shows all places whichever is chosen (`partout`);
    `nombres` and `dates` are for Vega.
    """
    return in_script(
        {
            "textes": texts,
            "lieux": {
                place.code: {
                    "nom": place.name,
                    "departements": [
                        other.code
                        for other in data.places
                        if place.code and place.code in {other.code, other.within}
                    ],
                }
                for place in data.places
            },
            "domaines": {domain.code: domain.name for domain in data.domains},
            "pieces": {
                exhibit.name: _described(exhibit, charts.get(exhibit.name))
                for section in data.sections
                for exhibit in section.exhibits
            },
            "nombres": NUMBERS,
            "dates": DATES,
        }
    )


def _described(exhibit: Exhibit, chart: Chart | None) -> dict[str, Any]:
    return {
        "entetes": [{"nom": head.name, "forme": head.form.value} for head in exhibit.headings],
        "graphique": chart,
        "fixe": exhibit.fixed,
        "partout": exhibit.everywhere,
    }


def blocks(data: ReportData, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield by place what its figures are, packed: JSON in gzip in base64.

    By domain `chiffres` (the key figures) and `pieces`: by exhibit a `phrase` and `colonnes`, or
    what it lacks (`manque`). Columns pack better than rows, and hold the places of texts. A
    browser unpacks the place that is asked for, and no other.
    """
    at = {text: place for place, text in enumerate(texts)}
    places: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for (place, domain), key_figures in data.key_figures.items():
        places[place][domain] = {
            "chiffres": [
                {name: french_spaces(text) for name, text in asdict(figure).items()}
                for figure in key_figures
            ]
        }
    for name, figures in data.figures.items():
        for (place, domain), figure in figures.items():
            choice = places[place].setdefault(domain, {"chiffres": []})
            choice.setdefault("pieces", {})[name] = _figure(figure, at)
    for place, domains in places.items():
        # No time in it: the same figures are the same bytes.
        packed = gzip.compress(orjson.dumps(domains), compresslevel=9, mtime=0)
        yield place, b64encode(packed).decode("ascii")


def _figure(figure: Figure, at: Mapping[str, int]) -> dict[str, Any]:
    if isinstance(figure, Missing):
        return {"manque": french_spaces(figure.reason)}
    columns = [
        [at[cell] if isinstance(cell, str) else cell for cell in column]
        for column in zip(*figure.rows, strict=True)
    ]
    return {"phrase": french_spaces(figure.sentence), "colonnes": columns}


def in_script(value: object) -> bytes:
    r"""Return JSON that no HTML parser takes for the end of its script, nor for a comment.

    >>> in_script("</script><!--")
    b'"\\u003c/script>\\u003c!--"'
    """
    return orjson.dumps(value).replace(b"<", rb"\u003c")
