from __future__ import annotations

import pytest

from tests.history.made_runs import History, offers

from .loading import load


@pytest.fixture
def history(tmp_path):
    """Return a data folder without runs."""
    return History(tmp_path / "data")


@pytest.fixture
def loaded(history, database):
    """Return a history of two nights, of which a database has the first."""
    history.run("20261123_020000", offers("ABCDE"))
    history.update()
    load(history, database)
    history.run("20261124_020000", offers("ABCDEF"))
    history.update()
    return history
