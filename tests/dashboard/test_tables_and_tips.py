"""Tables sort by keyboard and say how; marks tell what they stand for."""

from __future__ import annotations

import pytest


@pytest.fixture
def page(reader, report):
    page = reader.open(report).page
    page.locator("#contrats summary").press("Enter")
    return page


def column(page, number):
    return page.locator(f"#contrats tbody tr > :nth-child({number})").all_inner_texts()


def amounts(page, number):
    return [int("".join(filter(str.isdigit, text))) for text in column(page, number)]


def test_a_table_sorts_by_keyboard_and_says_how(page):
    heads = page.locator("#contrats thead th")
    before = column(page, 1)
    for key, told in (("Enter", "ascending"), ("Space", "descending")):
        heads.nth(1).locator("button").press(key)
        ordered = sorted(amounts(page, 2), reverse=told == "descending")
        assert amounts(page, 2) == ordered
        assert heads.nth(1).get_attribute("aria-sort") == told
        assert heads.nth(0).get_attribute("aria-sort") in (None, "none")
    heads.nth(0).locator("button").press("Enter")
    assert heads.nth(1).get_attribute("aria-sort") in (None, "none")
    assert sorted(column(page, 1)) == sorted(before)
    assert page.evaluate(
        "texts => texts.every((text, at) => !at || texts[at - 1].localeCompare(text, 'fr') <= 0)",
        column(page, 1),
    )


def test_a_mark_tells_what_it_is(page):
    mark = page.locator("#contrats .graphique .mark-rect path").first
    mark.scroll_into_view_if_needed()
    mark.hover()
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for(timeout=2_000)
    assert column(page, 1)[0] in tip.inner_text()
    assert column(page, 2)[0] in tip.inner_text()
