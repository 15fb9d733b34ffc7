"""Charts of some nights; of one night, or of nights without offers, what they cannot show yet."""

from __future__ import annotations

import pytest

from ftcrawler.dashboard.make_report_page import make_report_page
from ftcrawler.runs.layout import DataLayout
from tests.dashboard.axe import faults
from tests.dashboard.small_country import live
from tests.history.made_runs import History

# What needs two readings.
OVER_TIME = {"stock", "flux", "duree"}
WHAT_IS_SHOWN = """() => Object.fromEntries([...document.querySelectorAll("section.piece")]
  .map(piece => {
    const seen = part => piece.querySelector(part)?.checkVisibility() ?? false;
    return [piece.id, {
      marks: seen(".graphique") ? piece.querySelectorAll("svg [class*=mark-] path").length : 0,
      drawn: seen(".graphique"),
      charted: piece.querySelector(".graphique") !== null,
      rows: piece.querySelectorAll("tbody tr").length,
      phrase: seen(".phrase") && piece.querySelector(".phrase").textContent.trim() !== "",
      reason: seen(".manque") && piece.querySelector(".manque").textContent.trim() !== "",
    }];
  }))"""


def check(opened):
    """Each exhibit is shown, or says why not; return the names of those that are."""
    shown = opened.page.evaluate(WHAT_IS_SHOWN)
    for name, piece in shown.items():
        assert piece["phrase"] != piece["reason"], name
        assert piece["drawn"] == (piece["charted"] and piece["phrase"]), name
        assert bool(piece["rows"]) == piece["phrase"], name
        assert not piece["drawn"] or piece["marks"], name
    return {name for name, piece in shown.items() if piece["phrase"]}


@pytest.fixture
def opening(reader, tmp_path):
    """Open the report of a data folder."""

    def opening(folder):
        path = tmp_path / "rapport.html"
        make_report_page(DataLayout(folder), path)
        return reader.open(path)

    return opening


def test_some_nights_show_nearly_everything(opened, report_data):
    there = check(opened)
    assert there >= OVER_TIME | {"carte", "metiers", "salaires_metiers", "secteurs_configures"}
    assert len(there) >= len(report_data.figures) - 1


def test_one_night_says_what_it_cannot_show(opening, tmp_path, axe_core):
    live(tmp_path / "data", nights=1, offers=400)
    opened = opening(tmp_path / "data")
    there = check(opened)
    assert not there & OVER_TIME
    assert there >= {"contrats", "carte", "age", "collectes"}
    assert opened.said == []
    assert faults(opened.page, axe_core) == []


def test_nights_without_offers_say_so(opening, tmp_path, axe_core):
    history = History(tmp_path / "data")
    history.run("20261001_020000", [])
    history.update()
    opened = opening(tmp_path / "data")
    assert check(opened) <= {"collectes"}
    assert opened.said == []
    assert faults(opened.page, axe_core) == []
