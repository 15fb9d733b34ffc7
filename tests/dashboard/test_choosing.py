"""A reader chooses a place and a domain by keyboard: all that depends on them follows."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from ftcrawler.dashboard.exhibit import Shown

REGION, DOMAIN = "84", "J"
BARS = ("contrats", "horaires", "experience", "qualification", "competences", "partenaires")
PARTS = (".phrase", "table", ".graphique")


def tab_to(opened, name):
    """Press Tab until the element of that id has the focus."""
    for _ in range(12):
        if opened.page.evaluate("document.activeElement.id") == name:
            return
        opened.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}")


def press(opened, key):
    opened.page.keyboard.press(key)
    opened.drawn()


def shown(opened):
    """Return what each exhibit shows: its sentence, its table, its drawing."""
    return opened.page.evaluate(
        """parts => Object.fromEntries([...document.querySelectorAll("section.piece")]
          .map(each => [each.id, parts.map(part => {
            const found = each.querySelector(part);
            return found?.closest("[hidden]") ? null : found?.innerHTML;
          })]))""",
        PARTS,
    )


@pytest.fixture
def national(reader, report):
    return reader.open(report)


def test_by_keyboard_alone(national, report_data):
    before, figures = shown(national), national.texts(".chiffres")
    tab_to(national, "lieu")
    press(national, "ArrowDown")
    place = national.page.input_value("#lieu")
    assert place == report_data.places[1].code
    tab_to(national, "domaine")
    press(national, "ArrowDown")
    domain = national.page.input_value("#domaine")
    assert domain == report_data.domains[1].code
    after = shown(national)
    exhibits = [each for section in report_data.sections for each in section.exhibits]
    for exhibit in exhibits:
        there = isinstance(report_data.figures[exhibit.name].get((place, domain)), Shown)
        for part, now, then in zip(PARTS, after[exhibit.name], before[exhibit.name], strict=True):
            if exhibit.fixed:
                assert now == then
            elif there:
                assert now != then, (exhibit.name, part)
    assert national.texts(".chiffres") != figures
    assert national.page.evaluate("document.activeElement.id") == "domaine"
    assert national.said == []


def test_an_address_is_a_choice_and_back_returns(national, reader, report):
    before = shown(national)
    national.choose("lieu", REGION)
    regional = shown(national)
    national.choose("domaine", DOMAIN)
    chosen = shown(national)
    sent = reader.open(report, anchor="#" + urlsplit(national.page.url).fragment)
    assert sent.page.input_value("#lieu") == REGION
    assert shown(sent) == chosen
    for then in (regional, before):
        national.page.go_back()
        national.drawn()
        assert shown(national) == then


def test_the_map_is_the_choices_own_and_keeps_its_measure(national, reader, report):
    measures = national.page.locator("#carte input[type=radio]")
    measures.nth(1).check()
    national.choose("domaine", DOMAIN)
    assert measures.nth(1).is_checked()
    measures.nth(0).check()
    national.page.evaluate("new Promise(requestAnimationFrame)")
    alone = reader.open(report, anchor=f"#domaine={DOMAIN}")
    assert fills(national) == fills(alone)


def fills(opened):
    """Return the colours of the departments, in the order of the outlines."""
    return opened.page.evaluate(
        """() => [...document.querySelectorAll("#carte .mark-shape path")]
          .map(each => each.getAttribute("fill"))"""
    )


def test_bars_stand_in_the_order_of_the_table(national):
    for place in ("", REGION, "D59", ""):
        national.choose("lieu", place)
        for name in BARS:
            drawn = national.texts(f"#{name} .role-axis-label text")
            rows = national.page.locator(f"#{name} tbody th").all_text_contents()
            assert len(drawn) == len(rows)
            for label, row in zip(drawn, rows, strict=True):
                assert row.startswith(label.rstrip("…")), (place, name)


def test_what_is_being_read_stays_where_it_is(national):
    """However many rows the charts above it gain or lose."""
    top = "document.getElementById('competences').getBoundingClientRect().top"
    tab_to(national, "lieu")
    national.page.evaluate("document.getElementById('competences').scrollIntoView()")
    before, jumped = national.page.evaluate(top), national.shift
    for _ in range(2):
        press(national, "ArrowDown")
        assert abs(national.page.evaluate(top) - before) < 2
    assert national.shift - jumped < 0.02
