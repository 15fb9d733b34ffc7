"""What a search finds at first had opened before; what was open to others is not compared."""

from __future__ import annotations

import pytest

from ftcrawler.dashboard.exhibit import Missing
from ftcrawler.dashboard.gather import gather
from ftcrawler.dashboard.page.write_page import write_page
from ftcrawler.endings import Status
from tests.history.made_runs import History, offer

PARTLY = "Une partie du marché seulement"


def numbered(*span):
    return [offer(f"{number:05}") for number in range(*span)]


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "data")


def keywords(history, day, held, label="boulanger"):
    history.run(f"202611{day:02}_020000", held, spider="keywords", label=label)
    history.update()


def everything(history, day, held, status=Status.COMPLETE):
    history.run(f"202611{day:02}_020000", held, status=status)
    history.update()


def rows(report, name):
    figure = report.figures[name]["", ""]
    return () if isinstance(figure, Missing) else figure.rows


def test_everything_after_some_searches_opens_nothing(history):
    keywords(history, 10, numbered(10))
    keywords(history, 11, numbered(11))
    everything(history, 12, numbered(200))
    keywords(history, 13, numbered(20))
    everything(history, 14, numbered(10, 230))
    history.ask("20261114_030000", {each["id"]: each for each in numbered(10, 230)})
    history.update()
    report = gather(history.layout)
    assert rows(report, "stock") == (("2026-11-12", 200), ("2026-11-13", 200), ("2026-11-14", 220))
    assert [row[:3] for row in rows(report, "flux")] == [
        ("2026-11-13", None, None),
        ("2026-11-14", 30, 10),
    ]
    # None of the ten that closed was seen to open.
    assert rows(report, "duree") == ()
    assert report.provenance.nights == 5
    assert report.provenance.complete == max(history.manifest.last_complete.values())
    assert PARTLY not in write_page(report).decode()


def test_a_search_that_is_new_opens_nothing_but_what_is_new_to_all(history):
    keywords(history, 10, numbered(10))
    keywords(history, 11, numbered(20, 60), label="menuisier")
    keywords(history, 12, numbered(20, 68), label="menuisier")
    report = gather(history.layout)
    assert rows(report, "flux") == (
        ("2026-11-11", None, None, None, None),
        ("2026-11-12", 8, None, None, None),
    )
    assert rows(report, "stock")[-1] == ("2026-11-12", 58)
    assert PARTLY in write_page(report).decode()


def test_readings_that_break_off_before_one_is_complete_open_nothing(history):
    everything(history, 10, numbered(50), Status.INCOMPLETE)
    everything(history, 11, numbered(150), Status.INCOMPLETE)
    report = gather(history.layout)
    assert report.provenance.complete is None
    assert {row[1] for row in rows(report, "flux")} <= {None}
    everything(history, 12, numbered(200))
    everything(history, 13, numbered(206))
    report = gather(history.layout)
    assert rows(report, "stock") == (("2026-11-12", 200), ("2026-11-13", 206))
    assert rows(report, "flux") == (("2026-11-13", 6, None, None, None),)


@pytest.mark.parametrize(
    ("days", "since", "growth"),
    [
        ((1, 8), "en 7 jours", 0.1),
        ((1, 9), "depuis le 1er", 0.1),
        ((1, 20), "depuis le 1er", None),
    ],
)
def test_a_week_is_one_of_readings(history, days, since, growth):
    first, last = days
    everything(history, first, numbered(100))
    everything(history, last, numbered(110))
    report = gather(history.layout)
    opened = report.key_figures["", ""][2]
    assert (opened.value, opened.more.replace("\xa0", " ")[: len(since)]) == ("10", since)
    assert rows(report, "metiers")[0][2] == growth


def test_growth_waits_for_a_search_that_is_new(history):
    keywords(history, 1, numbered(10))
    keywords(history, 6, numbered(20, 60), label="menuisier")
    keywords(history, 8, numbered(10))
    assert rows(gather(history.layout), "metiers")[0][1:] == (50, None, None)
