"""Whoever reads it, wherever: on a phone, at a desk, on paper, by day, by night, by ear."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from ftcrawler.dashboard.page.write_page import write_page
from tests.dashboard.axe import faults
from tests.dashboard.chromium import DESK, PAPER, PHONE, Look

LOOKS = [
    Look(DESK),
    Look(DESK, "dark"),
    Look(PHONE),
    Look(PHONE, "dark"),
    Look(PAPER, media="print"),
]
# Web Vitals call 0.1 good: hardly a line of text may move.
SHIFT = 0.02


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_read_it(look, reader, report, axe_core):
    opened = reader.open(report, look)
    assert opened.said == []
    assert opened.overflow == []
    assert look.media == "print" or opened.shift < SHIFT
    assert opened.pale_marks == []
    assert faults(opened.page, axe_core) == []


def test_long_addresses_and_names_of_searches_stay_on_a_phone(reader, report_data, tmp_path):
    source, search = "http://127.0.0.1:8765/partenaire/offresdemploi", "__critere-valeur" * 9
    strange = replace(report_data.provenance, source=source, limits=f"Recherche « all{search} ».")
    path = tmp_path / "rapport.html"
    path.write_bytes(write_page(replace(report_data, provenance=strange)))
    assert reader.open(path, Look(PHONE)).overflow == []


def test_a_dark_screen_prints_dark_on_light(reader, report):
    opened = reader.open(report, Look(PAPER, "dark", "print"))
    assert opened.pale_marks == []
    style = opened.page.evaluate(
        "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
    )
    ink, paper = (sum(map(int, re.findall(r"\d+", color)[:3])) for color in style)
    assert ink < 3 * 80 < 3 * 200 < paper


def test_a_paper_says_what_was_chosen(reader, report):
    opened = reader.open(report)
    opened.choose("lieu", "84")
    opened.choose("domaine", "J")
    opened.page.emulate_media(media="print")
    shown = opened.page.locator("body").inner_text()
    assert "Auvergne-Rhône-Alpes" in shown
    assert "santé" in shown
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", opened.page.pdf(format="A4"))
    assert 3 <= len(pages) <= 30


def test_whoever_wants_no_motion_has_none(reader, report):
    opened = reader.open(report, Look(motion="reduce"))
    assert opened.page.evaluate("document.getAnimations().length") == 0
    moving = opened.page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(each => {
          const style = getComputedStyle(each);
          return parseFloat(style.transitionDuration) > 0.01 || style.scrollBehavior === "smooth";
        }).map(each => each.tagName)"""
    )
    assert moving == []


def test_headings_go_down_one_by_one(opened):
    levels = [
        int(each)
        for each in opened.page.evaluate(
            "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(each => each.tagName[1])"
        )
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_is_in_french(opened):
    assert opened.page.evaluate("document.documentElement.lang") == "fr"
