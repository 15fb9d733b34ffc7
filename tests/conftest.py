"""How Hypothesis runs here: without deadlines, and in the gate on the same examples each time."""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, settings

from ftcrawler import secret

from .answering import Answering
from .effort import examples
from .postgres_server import database, postgres_server
from .skipped import pytest_terminal_summary

__all__ = ["database", "postgres_server", "pytest_terminal_summary"]

settings.register_profile(
    "here",
    examples(100),
    # The machine is shared: an example may take long for no fault of its own.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    # What lands does not depend on chance; `make test` at a desk goes on looking.
    derandomize="CI" in os.environ,
)
settings.load_profile("here")


@pytest.fixture(autouse=True)
def _own_secrets():
    """Forget the secrets of a test after it: they would be masked in all that follow."""
    before = dict(secret._known)
    yield
    secret._known.clear()
    secret._known.update(before)


@pytest.fixture(scope="session")
def reactor():
    """Twisted's reactor in a thread: the only one that this process will have."""
    from tests.in_process import Reactor  # noqa: PLC0415 (it imports Scrapy, which most do not)

    reactor = Reactor()
    yield reactor
    reactor.stop()


@pytest.fixture
def here(reactor):
    """Crawls in this process, with none of the project's components but those asked for."""
    from tests.in_process import Here  # noqa: PLC0415

    return Here(reactor)


@pytest.fixture
def answering():
    """Start servers that answer as the test says."""
    with ExitStack() as stack:

        def start(answer):
            server = Answering(answer)
            stack.callback(server.close)
            return server

        yield start
