"""A browser that is too old for the figures says so, and shows those that are written out."""

from __future__ import annotations


def test_a_browser_without_decompression_says_what_it_lacks(browser, report):
    context = browser.new_context(locale="fr-FR")
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(report.as_uri())
    assert "demandent un navigateur de 2023" in page.locator("#ancien").inner_text()
    assert page.locator("#contrats .phrase").is_visible()
    assert page.locator(".choix, .graphique, .donnees").locator("visible=true").count() == 0
    page.goto(f"{report.as_uri()}#lieu=84")
    assert errors == []
    context.close()


def test_others_say_nothing_of_it(opened):
    assert opened.page.locator("#ancien").is_hidden()
