"""The update of a night: what it is given, what it says, and what refused closings come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ftcrawler.history.applying.update import Update
from ftcrawler.history.files.manifest import AppliedRun, RefusedClosings
from ftcrawler.night import steps
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.run_name import RunName

from .made_up import SOURCE, made_up_night

RUN = AppliedRun(run="all_20261124_033000", finished="", status="complete", events={"fermee": 2})
GONE = RefusedClosings(run=RUN.run, since=datetime.now(UTC), stock=1000, gone=600)


@pytest.fixture
def updated(tmp_path, monkeypatch):
    """Return what the step came to, what update_history was given, and what was told besides."""

    def run(update, *, accept_closures=False):
        given: dict[str, object] = {}

        def update_history(layout, source, *, unreadable, **options):
            unreadable(tmp_path / "all.json", ValueError("abîmé"))
            given.update(options, layout=layout, source=source)
            return update

        monkeypatch.setattr(steps, "update_history", update_history)
        told: list[str] = []
        night = made_up_night(DataLayout(tmp_path), {}, tell=told.append)
        night = replace(night, accept_closures=accept_closures)
        return steps.update(night), given, told

    return run


def test_what_it_is_given_and_says(updated, tmp_path):
    came, given, told = updated(Update(applied=(RUN,)), accept_closures=True)
    # What could not be read may hold closings of its own.
    assert came.code == 4
    assert came.said.startswith(f"{RUN.run} : 0 ouverte, ")
    assert "2 fermées" in came.said
    layout = DataLayout(tmp_path)
    assert given == {
        "layout": layout,
        "source": SOURCE,
        "close_max_percent": 25,
        "accept_closures": True,
    }
    assert told == [f"Illisible, laissé de côté : {tmp_path / 'all.json'} (abîmé)"]


def test_refused_closings_are_incomplete(updated):
    came, *_ = updated(Update(closings_refused={"all": GONE}))
    assert came.code == 4
    assert "Fermetures refusées pour « all »" in came.said
    assert "600 des 1 000 offres tenues (60,0 %)" in came.said
    assert "--accept-closures" not in came.said, "the last line of the night says so"


def test_what_else_there_is_to_know(updated):
    late, waiting = RunName("all", "20261123_033000"), RunName("all", "20261125_033000")
    came, *_ = updated(Update(first=("all",), refused=(late,), waiting=(waiting,)))
    assert came.code == 4
    for said in (
        "Première lecture complète de « all »",
        f"{late} : refusée, car plus ancienne",
        f"{waiting} : en attente d'une collecte",
    ):
        assert said in came.said
