"""The life of an offer is told from sound files, or the one that is damaged is named."""

from __future__ import annotations

import pytest

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.showing.life import life_of

from .made_runs import offer, offers

MANY = [f"{number:03}" for number in range(100)]


@pytest.fixture
def path(history):
    """Leave two nights; return the events of the first, to which the new offer is unknown."""
    history.run("20261124_020000", offers(MANY))
    history.run("20261125_020000", [*offers(MANY), offer("new")])
    history.update()
    return next(history.root.glob("history/events/date=2026-11-24/*.parquet"))


def turn(path, begin, end):
    body = bytearray(path.read_bytes())
    body[begin:end] = bytes(each ^ 0x55 for each in body[begin:end])
    path.write_bytes(body)


@pytest.mark.parametrize("name", ["000", "unknown"])
def test_wherever_bytes_are_turned_their_file_is_named(history, path, name):
    whole = path.read_bytes()
    for part in range(20):
        turn(path, part * len(whole) // 20, (part + 1) * len(whole) // 20)
        with pytest.raises(HistoryError, match=r"abîmé : .*all_20261124_020000\.parquet"):
            life_of(history.layout, history.manifest, name)
        path.write_bytes(whole)


def test_bytes_that_no_answer_needs_keep_none_from_it(history, path):
    turn(path, 5, 6)
    life = life_of(history.layout, history.manifest, "new")
    assert life
    assert [each.collecte for each in life.evenements] == ["all_20261125_020000"]
