"""No figure of fewer than five offers is told, nor follows from those that are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.dashboard.exhibit import FEWEST, Form, Missing
from ftcrawler.dashboard.figures.small_numbers import kept, share, told_parts
from ftcrawler.dashboard.gather import gather
from ftcrawler.runs.paris_time import stamp
from tests.history.made_runs import History, offer

from .made_market import FIRST, made_market

PARTS = st.lists(st.integers(0, 30), max_size=12)
# It hides nothing: it is about runs.
RUNS = "collectes"


@given(PARTS, st.integers(0, 9), st.integers(1, 8))
def test_what_is_kept_tells_nothing_of_what_is_not(parts, more, most):
    total = sum(parts) + more
    rows, rest = kept(parts, lambda part: part, total, most)
    assert len(rows) <= most
    assert all(row >= FEWEST for row in rows)
    assert sum(rows) + rest == total
    assert not rows or rest == 0 or rest >= FEWEST
    assert rows == sorted(parts, reverse=True)[: len(rows)]


@given(PARTS)
def test_days_that_are_hidden_do_not_follow_from_their_sum(numbers):
    shown = told_parts(numbers)
    assert all(one in {number, None} for one, number in zip(shown, numbers, strict=True))
    assert all(one is None or one >= FEWEST for one in shown)
    rest = sum(numbers) - sum(filter(None, shown))
    assert rest == 0 or rest >= FEWEST or sum(numbers) < FEWEST


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_tells_of_neither_part_that_is_too_small(part, rest):
    told = share(part, part + rest)
    if told is not None:
        assert part >= FEWEST
        assert rest == 0 or rest >= FEWEST
        assert told == round(part / (part + rest), 3)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_small_number_in_any_exhibit(tmp_path, seed):
    report = gather(made_market(tmp_path / "data", seed=seed, offers=70).layout)
    exhibits = [each for section in report.sections for each in section.exhibits]
    looked_at = 0
    for exhibit in exhibits:
        counts = [n for n, each in enumerate(exhibit.headings) if each.form is Form.COUNT]
        for figure in report.figures[exhibit.name].values():
            if isinstance(figure, Missing) or exhibit.name == RUNS:
                continue
            for row in figure.rows:
                cells = [row[n] for n in counts]
                told = [cell for cell in cells if isinstance(cell, int)]
                assert min(told, default=FEWEST) >= FEWEST, (exhibit.name, row)
                looked_at += len(cells)
            for number in re.findall(r"(\d[\d\u202f]*)\u00a0offre", figure.sentence):
                assert int(number.replace("\u202f", "")) >= FEWEST, figure.sentence
    for figures in report.key_figures.values():
        for each in figures:
            assert not re.fullmatch("[0-4]", each.value), each
    assert looked_at > 200


def test_one_contract_that_is_hidden_takes_another_with_it(tmp_path):
    history = History(tmp_path / "data")
    kinds = ["CDI"] * 20 + ["CDD"] * 9 + ["MIS"] * 2
    history.run(stamp(FIRST), [offer(f"{n:07}", typeContrat=kind) for n, kind in enumerate(kinds)])
    history.update()
    figure = gather(history.layout).figures["contrats"]["", ""]
    assert not isinstance(figure, Missing)
    assert [row[:2] for row in figure.rows] == [
        ("Contrat à durée indéterminée", 20),
        ("Autres", 11),
    ]


def test_choices_of_fewer_than_five_offers_have_nothing(tmp_path):
    history = History(tmp_path / "data")
    places = ["69 - Lyon 3e"] * 6 + ["75 - Paris"] * 4
    history.run(
        stamp(FIRST + timedelta(days=1)),
        [offer(f"{n:07}", lieuTravail={"libelle": place}) for n, place in enumerate(places)],
    )
    history.update()
    report = gather(history.layout)
    assert [place.code for place in report.places] == ["", "84", "D69"]
    assert {place for place, _ in report.key_figures} == {"", "84", "D69"}
