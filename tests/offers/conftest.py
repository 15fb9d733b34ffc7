from __future__ import annotations

from pathlib import Path

import orjson
import pytest


@pytest.fixture(scope="session")
def real_offers():
    return orjson.loads((Path(__file__).parent / "offres_reelles.json").read_bytes())
