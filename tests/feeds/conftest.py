from __future__ import annotations

import orjson
import pytest

from tests.crawls.conftest import REAL_OFFERS, run_crawl, start_sandbox  # noqa: F401 (fixtures)


@pytest.fixture(scope="session")
def real_offers():
    return orjson.loads(REAL_OFFERS.read_bytes())
