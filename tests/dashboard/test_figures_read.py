"""What a reader sees in the tables is what SQL answers, choice by choice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ftcrawler.dashboard.exhibit import FEWEST
from ftcrawler.history.tables.connect import connect
from tests.dashboard.plain_sql import BREAKDOWNS, QUESTIONS

if TYPE_CHECKING:
    from tests.dashboard.chromium import Opened

CHOICES = {
    ("", ""): "true",
    ("84", ""): "region = '84'",
    ("D59", ""): "departement = '59'",
    ("", "H"): "rome_code LIKE 'H%'",
    ("11", "M"): "region = '11' AND rome_code LIKE 'M%'",
}
GUIDE = Path(__file__).parents[2] / "LISEZMOI.md"
REST = "Autres"
# Cells are rounded to euros and to tenths of a percent.
ROUNDED = 0.5001
LEAST_COMPARED = 5
DAILY = {"stock", "flux"}
READ = """() => Object.fromEntries([...document.querySelectorAll("section.piece")].map(each => [
  each.id, each.querySelector(".donnees").hidden ? [] : [...each.querySelectorAll("tbody tr")]
    .map(row => [...row.cells].map(cell => cell.textContent))]))"""


def number(text: str) -> float | None:
    """Read a cell, such as 1 234, 2 800 €, 34,8 %, or a dash."""
    digits = re.sub(r"[\s€%]", "", text).replace(",", ".")
    return None if digits == "–" else float(digits)


def read(opened: Opened) -> dict[str, list[list[str]]]:
    """Return the rows of each table that is shown."""
    return dict(opened.page.evaluate(READ))


@pytest.fixture
def tables(country):
    with connect(country) as engine:
        yield engine


@pytest.mark.parametrize("choice", CHOICES, ids="-".join)
def test_tables_say_what_sql_answers(choice, reader, report, tables):
    opened = reader.open(report, anchor="#lieu={}&domaine={}".format(*choice))
    place, domain = choice
    compared = {name for name, rows in read(opened).items() if name in QUESTIONS and rows}
    if place.startswith("D") or (place and domain):
        compared -= DAILY  # they go by weeks
    for name in compared:
        answered = tables.sql(QUESTIONS[name].format(here=CHOICES[choice])).fetchall()
        answers = {label: figures for label, *figures in answered}
        rows = [row for row in read(opened)[name] if row[0] != REST]
        for label, *cells in rows:
            for cell, figure in zip(cells, answers[label], strict=False):
                if figure is None:
                    continue
                told = number(cell)
                assert told is None or abs(told - figure) <= ROUNDED, (name, label)
                assert told is not None or figure < FEWEST, (name, label)
        if name in BREAKDOWNS:
            shown = [number(row[1]) for row in read(opened)[name]]
            assert sum(filter(None, shown)) == sum(offers for (offers,) in answers.values())
    assert len(compared) >= LEAST_COMPARED


def test_the_map_says_what_sql_answers(opened, tables):
    answers = tables.sql(
        """SELECT libelle, count(*), sum(greatest(coalesce(nombre_postes, 1), 1))
        FROM offres_ouvertes JOIN departements ON code = departement GROUP BY ALL
        HAVING count(*) >= 5"""
    ).fetchall()
    shown = {
        name: (number(offers), number(posts))
        for _, name, offers, posts in read(opened)["carte"]
        if not name.startswith(REST)
    }
    assert shown == {name: (offers, posts) for name, offers, posts in answers}


def test_the_curve_is_kaplan_and_meiers(opened, tables):
    """As LISEZMOI.md asks for it: its steps are where enough offers closed at once."""
    query = re.search(r"```sql\n(WITH durees.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert query
    curve = {days: part for days, _, _, part in tables.sql(query[1]).fetchall()}
    rows = read(opened)["duree"]
    assert len(rows) > 2
    for days, *shares in rows:
        part, low, high = (number(cell) or 0.0 for cell in shares)
        assert abs(part - 100 * curve[int(days.split()[0])]) <= ROUNDED
        assert low <= part <= high
