from __future__ import annotations

import json

import pytest

from tests.crawls.conftest import data, run_crawl, start_sandbox  # noqa: F401 (fixtures)
from tests.crawls.crawling import QUICK, scrapy
from tests.offers.conftest import real_offers  # noqa: F401 (a fixture)


@pytest.fixture
def crawl(sandbox, data):  # noqa: F811
    """Run a crawl of the test's own sandbox, with whatever options the command line knows."""

    def run(*options, spider="all", **variables):
        command = ["crawl", spider, *QUICK, "-s", "FT_QUOTA=0", *options]
        return scrapy(*command, data=data, variables={**sandbox.env(), **variables})

    return run


@pytest.fixture
def sectors(tmp_path):
    """Write a list of sectors, each with its keywords, and return the variable that names it."""

    def write(**keywords):
        path = tmp_path / "sectors.json"
        known = {
            name: {"libelle": name, "keywords": words.split(",")}
            for name, words in keywords.items()
        }
        path.write_text(json.dumps(known))
        return {"FT_SECTORS_FILE": str(path)}

    return write
