"""Nobody is told of: no employer, no offer's text, no figure of fewer than five offers."""

from __future__ import annotations

import pytest

from ftcrawler.dashboard.exhibit import FEWEST, Form
from ftcrawler.history.tables.connect import connect
from tests.dashboard.packed_figures import unpacked, words

PRIVATE = ("entreprise_nom", "id", "description", "contact_nom", "contact_courriel")
# It says how runs went, and hides nothing.
OPEN_TO_ALL = {"collectes"}


@pytest.fixture(scope="module")
def page(report):
    return report.read_text(encoding="utf-8")


def test_no_employer_and_no_text_of_an_offer(page, country):
    told = words(page).lower()
    with connect(country) as tables:
        for column in PRIVATE:
            query = f"SELECT DISTINCT {column} FROM offres_ouvertes WHERE length({column}) > 6"
            found = [value for (value,) in tables.sql(query).fetchall()]
            assert len(found) > 5, column
            assert [value for value in found if value.lower() in told] == [], column


def test_no_figure_of_fewer_than_five_offers(page, report_data):
    headings = {
        exhibit.name: exhibit.headings
        for section in report_data.sections
        for exhibit in section.exhibits
    }
    small = [
        (choice, name, row)
        for choice, figures in unpacked(page).items()
        for name, figure in figures["pieces"].items()
        if name not in OPEN_TO_ALL
        for row in figure.get("lignes", ())
        for value, heading in zip(row, headings[name], strict=True)
        if heading.form is Form.COUNT and value is not None and 0 < abs(value) < FEWEST
    ]
    assert small == []


def test_what_is_left_out_does_not_follow_from_the_rest(page):
    """A table that tells all of a choice but one small group would tell that one too."""
    for choice, figures in unpacked(page).items():
        total = int("".join(filter(str.isdigit, figures["chiffres"][0]["value"])))
        for name in ("contrats", "horaires", "experience", "qualification", "secteurs"):
            rows = figures["pieces"][name].get("lignes", ())
            rest = total - sum(row[1] for row in rows)
            assert not rows or rest == 0 or rest >= FEWEST, (choice, name)
