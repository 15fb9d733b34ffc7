from __future__ import annotations

from pathlib import Path

import orjson
import pytest

OFFERS = Path(__file__).parents[1] / "offers" / "offres_reelles.json"


@pytest.fixture(scope="session")
def real_offers():
    return orjson.loads(OFFERS.read_bytes())


@pytest.fixture
def history(tmp_path):
    """Return a data folder without runs."""
    from tests.history.made_runs import History  # noqa: PLC0415 (it loads pyarrow)

    return History(tmp_path / "data")
