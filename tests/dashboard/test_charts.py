"""The report's charts and their map: valid, of colours that the page has, of rows as they come."""

from __future__ import annotations

import re
from importlib.resources import files

import orjson
import pytest

from ftcrawler.dashboard.charts.chart_theme import CONFIG
from ftcrawler.dashboard.charts.compiled_chart import compiled_chart
from ftcrawler.dashboard.charts.outlines.placed_outlines import (
    FRAMES,
    UNITS,
    arc_numbers,
    placed_outlines,
)
from ftcrawler.dashboard.exhibit import DATA
from ftcrawler.dashboard.sections import SECTIONS
from tests.dashboard.made_report import made_sections

CHARTS = {
    exhibit.title: exhibit.chart
    for section in (*SECTIONS, *made_sections())
    for exhibit in section.exhibits
    if exhibit.chart
}


@pytest.mark.parametrize("title", CHARTS)
def test_compiles_without_an_address(title):
    vega = compiled_chart(CHARTS[title]())
    assert [data["name"] for data in vega["data"]].count(DATA) == 1
    assert b"http" not in orjson.dumps(vega).replace(vega["$schema"].encode(), b"")


@pytest.mark.parametrize("title", ["Ce qui s'ouvre et se ferme", "Durée des offres"])
def test_tells_of_the_nearest_point_what_it_holds(title):
    marks = compiled_chart(CHARTS[title]())["marks"]
    (cells,) = (mark for mark in marks if mark["name"].endswith("_voronoi"))
    told = cells["encode"]["update"]["tooltip"]["signal"]
    assert told.count("datum.datum[") * 2 == told.count("datum[") + told.count("datum.datum[")


def colours(css):
    return set(re.findall(r"^\s+(--[a-z0-9-]+):", css, re.MULTILINE))


def test_has_each_colour_in_light_and_in_dark():
    css = files("ftcrawler.dashboard.page").joinpath("colours.css").read_text("utf-8")
    light, dark = map(colours, css.split("@media", 1))
    assert light == dark
    charts = orjson.dumps([CONFIG, *(chart() for chart in CHARTS.values())]).decode()
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", charts))
    assert used <= light


def luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_has_enough_contrast(mode):
    css = files("ftcrawler.dashboard.page").joinpath("colours.css").read_text("utf-8")
    values = dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6});", css.split("@media", 1)[mode]))
    for ink in ("--encre", "--encre-pale", "--accent"):
        assert contrast(values[ink], values["--carton"]) >= 4.5
        assert contrast(values[ink], values["--fond"]) >= 4.5
    for series in range(1, 6):
        assert contrast(values[f"--serie-{series}"], values["--carton"]) >= 3
    classes = [luminance(values[f"--classe-{number}"]) for number in range(1, 6)]
    assert classes == sorted(classes, reverse=not mode)


def test_places_each_department_once_and_those_around_paris_twice():
    geometries = placed_outlines()["objects"]["departements"]["geometries"]
    ids = sorted(one["id"] for one in geometries)
    assert len(set(ids)) == 101
    assert sorted(one for one in set(ids) if ids.count(one) == 2) == ["D75", "D92", "D93", "D94"]


def test_draws_what_is_apart_within_its_frame():
    sheet = placed_outlines()
    for frame in FRAMES[:5]:
        (geometry,) = (
            one
            for one in sheet["objects"]["departements"]["geometries"]
            if one["id"] == f"D{frame.short}"
        )
        for number in arc_numbers(geometry["arcs"]):
            x, y = 0, 0
            for east, north in sheet["arcs"][number]:
                x, y = x + east, y + north
                assert frame.left <= x / UNITS <= frame.left + frame.width
                assert frame.bottom <= y / UNITS <= frame.bottom + frame.height
