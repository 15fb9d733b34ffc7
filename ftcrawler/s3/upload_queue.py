"""Upload a crawl's files behind its back: threads that take keys from a queue.

The queue holds keys, never bytes, so that it may grow without limit while S3 is slow: 100,000
pages wait in some 15 MB. Files are read when their turn comes, one a worker.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

logger = logging.getLogger(__name__)


class UploadQueue:
    """`send` is called with each key, in *workers* threads.

    The threads are daemons: what hangs in a network call never keeps the process alive.
    `send` may not raise.
    """

    def __init__(self, send: Callable[[str], None], *, workers: int) -> None:
        self._send = send
        self._workers = workers
        self._keys: SimpleQueue[str | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def start(self, beside: Sequence[Callable[[], None]] = ()) -> None:
        """Begin to send; call each of *beside* once, in a thread of its own: it may not raise."""
        for target in (*beside, *[self._work] * self._workers):
            thread = threading.Thread(target=target, name="ftcrawler-s3", daemon=True)
            self._threads.append(thread)
            thread.start()

    def add(self, key: str) -> None:
        """Have *key* sent when its turn comes. Never blocks."""
        self._keys.put(key)

    def finish(self) -> Future[None]:
        """Accept no more keys; the result comes when every key was handed to `send`."""
        for _ in range(self._workers):
            self._keys.put(None)
        done: Future[None] = Future()
        threading.Thread(target=self._await, args=(done,), daemon=True).start()
        return done

    def _work(self) -> None:
        while (key := self._keys.get()) is not None:
            self._send(key)

    def _await(self, done: Future[None]) -> None:
        for thread in self._threads:
            thread.join()
        done.set_result(None)
