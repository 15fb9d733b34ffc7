from __future__ import annotations

import pytest

from tests.crawls.conftest import run_crawl, start_sandbox  # noqa: F401 (fixtures)
from tests.crawls.crawling import QUICK, scrapy
from tests.offers.conftest import real_offers  # noqa: F401 (a fixture)


@pytest.fixture
def crawl(sandbox, tmp_path):
    """Run a crawl of the test's own sandbox, with whatever options the command line knows."""

    def run(*options, spider="all"):
        command = ["crawl", spider, *QUICK, "-s", "FT_QUOTA=0", *options]
        return scrapy(*command, data=tmp_path / "data", variables=sandbox.env())

    return run
