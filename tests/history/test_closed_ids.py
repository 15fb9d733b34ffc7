"""What is kept of closed offers' ids says what it was made of: nothing else is believed."""

from __future__ import annotations

import shutil

import pytest

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.applying.closed_ids import KEY, ClosedIds

from .made_runs import History, offer, offers

MANY = [f"{number:03}" for number in range(40)]


def close(history, day, names, stay):
    """Leave a night that lacks some offers, of which the API knows no more."""
    history.run(f"{day}_020000", offers(stay))
    history.update()
    assert history.ask(f"{day}_030000", {name: offer(name) for name in stay}) == names
    history.update()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    history = History(tmp_path_factory.mktemp("made") / "data")
    history.run("20261120_020000", offers(MANY))
    history.update()
    close(history, "20261121", MANY[:1], MANY[1:])
    close(history, "20261122", MANY[1:2], MANY[2:])
    assert known(history) == set(MANY[:2])
    return history


@pytest.fixture
def closed(made, tmp_path):
    """A history in which two offers have closed, each in a night of its own; both are kept."""
    return History(shutil.copytree(made.root, tmp_path / "data"))


def known(history):
    return ClosedIds(history.layout, history.manifest).among(MANY)


def test_it_goes_on_from_what_it_has(closed):
    for file in (run.files[0] for run in closed.manifest.runs if run.events.get("fermee")):
        (closed.root / file.key).unlink()
    assert known(closed) == set(MANY[:2]), "no event was read"


def test_of_an_older_history_it_takes_what_is_the_same(closed, tmp_path):
    cache = (closed.root / KEY).read_bytes()
    close(closed, "20261124", MANY[2:3], MANY[3:])
    (closed.root / KEY).write_bytes(cache)
    for file in (run.files[0] for run in closed.manifest.runs if run.events.get("fermee")):
        if "20261124" not in file.key:
            (closed.root / file.key).unlink()
    assert known(closed) == set(MANY[:3])
    assert len((closed.root / KEY).read_bytes()) == len(cache) + 8


@pytest.mark.parametrize("place", [0, 20, 60, -1], ids=["form", "history", "checksum", "hash"])
def test_a_byte_that_is_turned_is_no_offer_that_opens(closed, place):
    path = closed.root / KEY
    whole = path.read_bytes()
    body = bytearray(whole)
    body[place] ^= 1
    path.write_bytes(body)
    assert known(closed) == set(MANY[:2])
    assert path.read_bytes() == whole


@pytest.mark.parametrize("size", [0, 79, 80, 88])
def test_what_is_cut_is_made_anew(closed, size):
    path = closed.root / KEY
    whole = path.read_bytes()
    path.write_bytes(whole[:size])
    assert known(closed) == set(MANY[:2])
    assert path.read_bytes() == whole


def test_another_history_is_not_believed(closed, tmp_path):
    """As many closed in another history, rebuilt beside what an older one left."""
    other = History(tmp_path / "other")
    other.run("20261120_020000", offers(MANY))
    other.update()
    close(other, "20261121", MANY[5:7], [*MANY[:5], *MANY[7:]])
    ClosedIds(other.layout, other.manifest)
    shutil.copy(other.root / KEY, closed.root / KEY)
    assert known(closed) == set(MANY[:2])


def test_it_is_not_made_of_events_that_are_damaged(closed):
    (closed.root / KEY).unlink()
    file = next(run.files[0] for run in closed.manifest.runs if run.events.get("fermee"))
    path = closed.root / file.key
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)
    with pytest.raises(HistoryError, match=r"abîmé : .*closed_20261121_030000\.parquet"):
        known(closed)
