from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import orjson
import pytest

from ftsandbox.config import SandboxConfig
from ftsandbox.server import running_sandbox
from tests.crawls.conftest import Server, data, run_crawl, start_sandbox

__all__ = ["data", "run_crawl", "start_sandbox"]

OFFERS = Path(__file__).parents[1] / "offers" / "offres_reelles.json"


@pytest.fixture(scope="session")
def real_offers():
    return orjson.loads(OFFERS.read_bytes())


@pytest.fixture
def history(tmp_path):
    """Return a data folder without runs."""
    from tests.history.made_runs import History  # noqa: PLC0415 (it loads pyarrow)

    return History(tmp_path / "data")


@pytest.fixture(scope="module")
def module_sandbox():
    """Start sandboxes that stop with the module's last test."""
    with ExitStack() as stack:

        def start(**options):
            config = SandboxConfig(**{"quota": 0, "seed": 7, **options})
            return Server(stack.enter_context(running_sandbox(config)))

        yield start
