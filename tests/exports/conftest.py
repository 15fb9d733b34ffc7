from __future__ import annotations

import pytest

from tests.history.made_runs import History


@pytest.fixture
def history(tmp_path):
    """Return a data folder without runs."""
    return History(tmp_path / "data")
