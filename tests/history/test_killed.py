"""An update that is killed anywhere: given again, it leaves what it would have left alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ftcrawler.exceptions import HistoryError
from tests.history.killed_update import DIED
from tests.history.made_runs import History, offer, offers

MANY = [f"{number:03}" for number in range(40)]


def files(history):
    """Return all that is below history/, by name."""
    folder = history.root / "history"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A history of some nights, and a night that is to be applied: a reading, then details."""
    history = History(tmp_path_factory.mktemp("history") / "data")
    history.run("20261124_020000", offers(MANY))
    history.run("20261125_020000", offers(MANY[1:]))
    history.update()
    history.ask("20261125_030000", {})
    history.ask("20261125_040000", {each: offer(each) for each in MANY[1:]})
    history.update()
    changed = offer("005", intitule="Pâtissier")
    dated = offer("006", dateActualisation="2026-11-26T00:00:00.000Z")
    rest = offers([*MANY[7:], "000", "new"])
    history.run("20261126_020000", [*offers(MANY[1:5]), changed, dated, *rest])
    return history


@pytest.fixture(scope="module")
def after(before, tmp_path_factory):
    """What an update that nobody disturbs leaves."""
    history = History(shutil.copytree(before.root, tmp_path_factory.mktemp("after") / "data"))
    done = history.update()
    assert dict(done.counts) == {"ouverte": 1, "modifiee": 1, "actualisee": 1, "rouverte": 1}
    return files(history)


@pytest.mark.parametrize("number", range(1, 9))
def test_killed_before_any_of_its_files_it_begins_again(before, after, tmp_path, number):
    history = History(shutil.copytree(before.root, tmp_path / "data"))
    command = [sys.executable, "-m", "tests.history.killed_update", str(history.root), str(number)]
    died = subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode
    assert died == DIED
    history.update()
    assert files(history) == after


def test_what_nobody_names_goes(before, after, tmp_path):
    history = History(shutil.copytree(before.root, tmp_path / "data"))
    for stray in ("events/date=2026-11-26/.x.parquet.part", "open/all_1/offres.parquet", "x"):
        path = history.root / "history" / stray
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    history.update()
    assert files(history) == after
    assert not (history.root / "history/open/all_1").exists()


@pytest.mark.parametrize("harm", ["unlink", "cut", "turn"])
@pytest.mark.parametrize("which", ["offres", "etat", "tenues"])
def test_open_files_that_are_damaged_are_named_and_nothing_is_applied(
    before, tmp_path, harm, which
):
    history = History(shutil.copytree(before.root, tmp_path / "data"))
    (path,) = history.root.glob(f"history/open/*/{which}.parquet")
    damage(path, harm)
    known = (history.root / "history/manifest.json").read_bytes()
    with pytest.raises(HistoryError) as told:
        history.update()
    assert f"{path}. Il vient de la collecte closed_20261125_040000." in str(told.value)
    assert "Le bucket n'a pas history/open/." in str(told.value)
    assert "scrapy history update" in str(told.value)
    assert (history.root / "history/manifest.json").read_bytes() == known


@pytest.mark.parametrize("harm", ["unlink", "cut"])
def test_events_that_are_gone_are_named_with_their_run(before, tmp_path, harm):
    history = History(shutil.copytree(before.root, tmp_path / "data"))
    path = next(history.root.glob("history/events/date=2026-11-24/*.parquet"))
    damage(path, harm)
    with pytest.raises(HistoryError, match=r"la collecte all_20261124_020000\.") as told:
        history.update()
    assert "la copie du bucket" in str(told.value)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"version": 1}', b'{"version": 99}', b"\xff"]
)
def test_a_manifest_that_is_none_is_an_error_that_says_what_to_do(before, tmp_path, body):
    history = History(shutil.copytree(before.root, tmp_path / "data"))
    path = history.root / "history/manifest.json"
    path.write_bytes(body)
    with pytest.raises(HistoryError) as told:
        history.update()
    assert str(path) in str(told.value)
    assert path.read_bytes() == body


def test_events_without_their_manifest_are_left_as_they_are(before, tmp_path):
    history = History(shutil.copytree(before.root, tmp_path / "data"))
    (history.root / "history/manifest.json").unlink()
    known = files(history)
    with pytest.raises(HistoryError, match=r"manifest\.json"):
        history.update()
    assert files(history) == known


@pytest.mark.parametrize("number", range(1, 7))
def test_a_first_update_that_is_killed_begins_again(tmp_path, number):
    history = History(tmp_path / "data")
    history.run("20261124_020000", offers(MANY))
    command = [sys.executable, "-m", "tests.history.killed_update", str(history.root), str(number)]
    died = subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode
    assert died in (DIED, 0)
    history.update()
    assert len(history.open_ids()) == len(MANY)
    assert len(history.manifest.events) == 1


def test_put_aside_it_is_built_again_from_the_pages(before, after, tmp_path):
    history = History(shutil.copytree(before.root, tmp_path / "data"))
    (history.root / "history").rename(tmp_path / "aside")
    history.update()
    again = files(history)
    assert again.keys() == after.keys()
    assert {name for name in after if again[name] != after[name]} <= {"manifest.json"}


def damage(path, harm):
    """Take a file away, cut it, or change it at one place."""
    body = path.read_bytes()
    if harm == "unlink":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(body[:-1])
    else:
        path.write_bytes(body[:50] + bytes([body[50] ^ 1]) + body[51:])
