from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ftsandbox.server import Sandbox, SandboxConfig, running_sandbox
from tests.sandbox.asking import NOW, Api, connected
from tests.sandbox.playing import CONFIG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests that change nothing in it."""
    with running_sandbox(SandboxConfig(offers_count=3000, quota=0, now=NOW)) as running:
        yield running


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with connected(sandbox) as client:
        yield client


@pytest.fixture
def playing() -> Iterator[Sandbox]:
    """A sandbox for a test that moves it from day to day."""
    with running_sandbox(CONFIG) as running:
        yield running


@pytest.fixture
async def player(playing: Sandbox) -> AsyncIterator[Api]:
    async with connected(playing) as client:
        yield client


class Shown(list[dict[str, Any]]):
    """Offers; Hypothesis would print 12 MB of them."""

    def __repr__(self) -> str:
        return f"<{len(self)} offers>"


@pytest.fixture(scope="session")
def offers(sandbox: Sandbox) -> Shown:
    """Every offer of `sandbox`, as it is shown."""
    return Shown(sandbox.catalogue.source.render(range(len(sandbox.catalogue))))
