"""Ask what may never answer, for so long and no longer.

Time limits of sockets do not do: a server that sends a byte now and then keeps within them for
ever. The question goes on in a daemon thread, which keeps no process alive.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# Seconds that what is under way still gets once somebody has asked the crawl to stop.
GRACE: Final = 5.0
# Seconds between two looks at whether somebody has.
LOOK: Final = 0.25


class LateError(Exception):
    """The time was up before there was an answer."""


def in_daemon(ask: Callable[[], T]) -> Future[T]:
    """Call *ask* in a daemon thread."""
    answer: Future[T] = Future()
    answer.set_running_or_notify_cancel()

    def work() -> None:
        try:
            found = ask()
        except BaseException as exc:  # noqa: BLE001 (handed on to whoever waits)
            answer.set_exception(exc)
        else:
            answer.set_result(found)

    threading.Thread(target=work, name="ftcrawler-asks", daemon=True).start()
    return answer


def ask_within(seconds: float, ask: Callable[[], T]) -> T:
    """Return what *ask* returns, raise what it raises; LateError after so many seconds."""
    answer = in_daemon(ask)
    wait([answer], timeout=seconds)
    if not answer.done():
        raise LateError
    return answer.result()


async def finished(done: Future[Any], *, seconds: float, stopping: Callable[[], bool]) -> bool:
    """Wait for *done*, so many seconds, or GRACE once *stopping* says so; tell whether it is."""
    loop = asyncio.get_running_loop()
    waiting = asyncio.wrap_future(done)
    waiting.add_done_callback(lambda it: it.cancelled() or it.exception())  # it is in `done` too
    end, hurried = loop.time() + seconds, False
    while not waiting.done() and (left := end - loop.time()) > 0:
        if stopping() and not hurried:
            hurried, end = True, min(end, loop.time() + GRACE)
        else:
            await asyncio.wait({waiting}, timeout=min(left, LOOK))
    return done.done()
