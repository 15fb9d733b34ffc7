"""What the report is made of is one state of the history, whatever happens meanwhile."""

from __future__ import annotations

import pytest

from ftcrawler.dashboard.figures.working_tables import prepare
from ftcrawler.dashboard.gather import gather
from ftcrawler.exceptions import StorageError
from ftcrawler.history.tables import connect
from tests.history.made_runs import History, offers

PREPARE = "ftcrawler.dashboard.gather.prepare"


@pytest.fixture
def history(tmp_path):
    made = History(tmp_path / "data")
    made.run("20261124_020000", offers("ABCDEFGHIJ"))
    made.update()
    return made


def test_an_update_that_comes_meanwhile_is_told_of_instead(history, monkeypatch):
    def updated_first(engine, manifest):
        monkeypatch.setattr(PREPARE, prepare)
        # The second takes away what the first has left beside its own.
        for stamp, names in (("20261125_020000", "ABCDEFGHIJK"), ("20261126_020000", "ABCDEF")):
            history.run(stamp, offers(names))
            history.update()
        prepare(engine, manifest)

    monkeypatch.setattr(PREPARE, updated_first)
    report = gather(history.layout)
    assert (report.provenance.nights, f"{report.provenance.updated:%d}") == (3, "26")
    assert report.key_figures["", ""][0].value == "11"


def test_without_room_to_work_it_says_what_it_needs(history, monkeypatch):
    (history.root / "cache").write_text("in the way")
    monkeypatch.setattr(connect, "_MEMORY", "1MB")
    with pytest.raises(StorageError, match=r"Il faut de la mémoire, et de la place dans .*data\."):
        gather(history.layout)
