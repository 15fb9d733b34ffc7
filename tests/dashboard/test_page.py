"""The page of the report as it is written: what it holds, what it may do, what it says.

What a browser makes of it is tested in a real one.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

from ftcrawler.dashboard.exhibit import Missing
from ftcrawler.dashboard.page.fitting_page import fitting_page
from ftcrawler.dashboard.page.french_spaces import french_spaces
from ftcrawler.dashboard.page.write_page import LICENCE, write_page
from tests.dashboard.made_report import HOSTILE, made_report
from tests.dashboard.packed_figures import unpacked
from tests.dashboard.read_html import Page


@pytest.fixture(scope="module")
def report():
    return made_report()


@pytest.fixture(scope="module")
def html(report):
    return write_page(report).decode()


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def policy_of(page):
    (policy,) = (
        attributes["content"]
        for tag, attributes in page.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    return dict(part.split(" ", 1) for part in policy.split("; "))


def hash_of(text):
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_runs_its_own_scripts_and_no_others(page):
    programs = [text for given, text in page.raw["script"] if given.get("type") == "module"]
    policy = policy_of(page)
    assert policy["script-src"].split() == [hash_of(program) for program in programs]
    assert policy["style-src"].split() == [hash_of(text) for _, text in page.raw["style"]]
    assert policy["default-src"] == policy["connect-src"] == policy["base-uri"] == "'none'"


def test_has_no_style_nor_program_within_elements(page):
    assert not [
        (tag, name)
        for tag, attributes in page.elements
        for name in attributes
        if name == "style" or name.startswith("on")
    ]


def test_names_no_address_that_a_browser_would_fetch(page):
    fetched = [
        value
        for tag, attributes in page.elements
        for name, value in attributes.items()
        if name in {"src", "srcset", "href", "action", "poster", "data"} and tag != "a"
    ]
    assert fetched == ["data:,"]
    (style,) = (text for _, text in page.raw["style"])
    assert "url(" not in style
    assert "@import" not in style


def test_takes_no_label_for_markup(page):
    assert HOSTILE in "".join(page.text)
    assert not [tag for tag, _ in page.elements if tag == "img"]
    # The report's own and the library's, and a block for each place with figures.
    assert len(page.raw["script"]) == len([tag for tag, _ in page.elements if tag == "script"])


def test_keeps_the_figures_of_each_choice(html, report):
    seen = set()
    for (place, domain), choice in unpacked(html).items():
        for name, shown in choice["pieces"].items():
            figure = report.figures[name][place, domain]
            seen.add((name, place, domain))
            if isinstance(figure, Missing):
                assert shown == {"manque": french_spaces(figure.reason)}
            else:
                assert shown["phrase"] == french_spaces(figure.sentence)
                assert shown["lignes"] == [list(row) for row in figure.rows]
    assert seen == {(name, *key) for name, of in report.figures.items() for key in of}


def test_opens_with_the_sentences_of_all_places(page, report):
    text = "".join(page.text)
    for figures in report.figures.values():
        figure = figures["", ""]
        said = figure.reason if isinstance(figure, Missing) else figure.sentence
        assert french_spaces(said) in text


def test_says_source_date_licence_and_changes_at_both_ends_and_on_paper(html, page):
    text = "".join(page.text).replace("\xa0", " ")
    assert text.count("Dernière mise à jour : 26 novembre 2026 à 3 h 05") == 2
    links = [given.get("href") for tag, given in page.elements if tag == "a"]
    assert links.count(LICENCE) == 2
    assert text.count("Modifi") >= 2
    assert '@bottom-left { content: "Source : France Travail' in html.replace("\xa0", " ")


def test_says_everywhere_that_other_offers_are_not_those_of_france_travail(report):
    source = 'http://127.0.0.1:8765/"</style>'
    other = replace(report, provenance=replace(report.provenance, source=source))
    html = write_page(other).decode()
    page = Page(html)
    head, footer = "".join(page.text).split("Chiffres clés")
    assert f"ces offres viennent de {source}, et non de l'API de France Travail" in head
    assert "sont inventées" in head
    assert f"{source}, et non France Travail" in footer
    assert LICENCE not in html
    (style,) = (text for _, text in page.raw["style"])
    assert r"offres de http://127.0.0.1:8765/\22 \3c /style>, et non de France Travail" in style


def test_ships_the_notice_of_the_outlines(page):
    text = "".join(page.text)
    assert "Copyright (c) 2012 Mark DiMarco" in text
    assert "The above copyright notice and this permission notice shall be included" in text


def test_breaks_no_line_before_a_tall_sign(page):
    text = "".join(page.text)
    assert re.findall(".{20} [:;!?»%€].{3}|« .{20}", text) == []


def test_is_small(html):
    # The library is 0.9 MB of it.
    assert len(html.encode()) < 1_400_000


def test_a_page_too_large_leaves_the_domains_of_departments_out(report):
    whole = fitting_page(report)
    assert whole.whole is None
    assert whole.body == write_page(report)
    smaller = fitting_page(report, limit=len(whole.body) - 1)
    assert smaller.whole == len(whole.body) > len(smaller.body)
    before, after = (unpacked(page.body.decode()) for page in (whole, smaller))
    assert before.keys() == after.keys()
    for (place, domain), choice in after.items():
        if place.startswith("D") and domain:
            assert choice["chiffres"] == before[place, domain]["chiffres"]
            assert {tuple(piece) for piece in choice["pieces"].values()} == {("manque",)}
        else:
            assert choice == before[place, domain]


def test_writes_the_same_figures_in_the_same_bytes(html, report):
    assert write_page(report).decode() == html
