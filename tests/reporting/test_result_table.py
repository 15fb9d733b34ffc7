"""Rows in a terminal: what is shown of them, and what is said of the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.reporting.result_table import result_table


def lines(names, rows, *, width=80, left_out=0):
    return result_table(names, rows, width=width, left_out=left_out).splitlines()


def test_numbers_stand_to_the_right_and_texts_to_the_left():
    assert lines(["code", "n"], [["01", 5], ["2A", 12345]]) == [
        "code       n",
        "01         5",
        "2A    12 345",
        "2 lignes",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        (False, "non"),
        (2026, "2026"),
        (-1234567, "-1 234 567"),
        (1234567.891, "1 234 567,89"),
        (0.5, "0,5000"),
        (Decimal(12345), "12 345"),
        (Decimal("2.5"), "2,50"),
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24, 1, tzinfo=UTC), "2026-11-24 01:00Z"),
        ([{"code": "01"}], '[{"code": "01"}]'),
        ("deux\nlignes\x1b[2J", "deux lignes [2J"),
    ],
)
def test_a_value(value, shown):
    assert lines(["x"], [[value]])[1].strip() == shown


def test_texts_are_cut_before_anything_else_is():
    assert lines(["metier", "n"], [["Conducteur d'engins", 123456]], width=20) == [
        "metier             n",
        "Conducteur…  123 456",
        "1 ligne",
    ]


def test_columns_without_room_are_left_out_and_counted():
    assert lines(["a", "b", "c"], [["x" * 30, "y" * 30, "z" * 30]], width=20) == [
        "a          b",
        "xxxxxxxx…  yyyyyyyy…",
        "1 ligne, 1 colonne cachée faute de place : --format csv donne tout",
    ]


def test_rows_that_are_left_out_are_counted():
    last = lines(["n"], [[1], [2]], left_out=12000)[-1]
    assert last == "2 lignes sur 12 002 : --format csv donne tout"


def test_no_row():
    assert lines(["id", "jour"], []) == ["id  jour", "0 ligne"]


VALUES = st.one_of(st.none(), st.text(max_size=40), st.integers(-(10**9), 10**9), st.booleans())


@given(
    st.integers(1, 6).flatmap(
        lambda columns: st.lists(st.lists(VALUES, min_size=columns, max_size=columns), min_size=1)
    ),
    st.integers(30, 120),
)
def test_no_line_is_wider_than_the_terminal(rows, width):
    names = [f"c{place}" for place in range(len(rows[0]))]
    for line in lines(names, rows, width=width)[:-1]:
        assert len(line) <= width
