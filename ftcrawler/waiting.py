"""Wait for something, but not beyond the end of the run."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from ftcrawler.exceptions import StoppedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")
# Seconds between two looks at whether the run is being stopped: nothing tells of it.
LOOK: Final = 0.1


async def until_stopped(
    stopped: Callable[[], bool], waiting: Awaitable[T], *, grace: float = 0.0
) -> T:
    """Return what *waiting* brings; raise StoppedError once the run is *stopped*.

    What needs only *grace* seconds from then on is still waited for.
    """
    task = asyncio.ensure_future(waiting)
    try:
        while not task.done() and not stopped():
            await asyncio.wait({task}, timeout=LOOK)
        if not task.done() and grace:
            await asyncio.wait({task}, timeout=grace)
        if not task.done():
            raise StoppedError
        return task.result()
    finally:
        task.cancel()
