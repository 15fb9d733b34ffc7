"""Bring S3 up to date with the data folder: what runs left pending, and what it lost since."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.runs.run import leftover_runs
from ftcrawler.s3.catch_up import catch_up
from ftcrawler.s3.missing_objects import find_missing, sent_by
from ftcrawler.s3.upload_queue import UploadQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run import Run
    from ftcrawler.s3.retrying_sender import Sender
    from ftcrawler.s3.store import S3Store


@dataclass(slots=True)
class Outcome:
    """What was sent; how many files are left; why, by message, with the number of times.

    `again` were sent before, and lost by S3; of `longer` S3 holds more than the disk does.
    """

    files: int = 0
    size: int = 0
    left: int = 0
    again: int = 0
    longer: list[str] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            files=self.files + other.files,
            size=self.size + other.size,
            left=self.left + other.left,
            again=self.again + other.again,
            longer=[*self.longer, *other.longer],
            failures=self.failures + other.failures,
        )

    @property
    def whole(self) -> bool:
        """Tell whether S3 has everything, as the disk has it."""
        return not (self.left or self.longer or self.failures)


class Sync:
    """One pass over the data folder. Runs that are alive send their own files."""

    def __init__(
        self, layout: DataLayout, store: S3Store, sender: Sender, *, workers: int
    ) -> None:
        self._layout = layout
        self._store = store
        self._sender = sender
        self._workers = workers
        self._outcome = Outcome()
        self._lock = threading.Lock()
        self._known: set[str] = set()

    def run(self) -> Outcome:
        """Send all that can be, also what S3 has lost; what it has is not sent again."""
        for run in leftover_runs(self._layout, unreadable=self._note):
            self._catch_up(run)
        if not self._sender.stopped:
            with self._noting():
                self._send_missing()
        return self._outcome

    def _catch_up(self, run: Run) -> None:
        try:
            with self._noting():
                catch_up(run, partial(self._send, run), send_all=self._send_all)
        finally:
            self._outcome.left += len(run.journal.pending())
            self._known |= sent_by(run)
            run.close()

    def _send(self, run: Run, key: str) -> None:
        with self._noting():
            if self._sender.send(run, key):
                self._count(run.files.path(key))

    def _send_all(self, send: Callable[[str], None], keys: Iterable[str]) -> None:
        uploads = UploadQueue(send, workers=self._workers)
        for key in keys:
            uploads.add(key)
        uploads.start()
        try:
            uploads.finish().result()
        except BaseException:  # Ctrl-C: the journal is about to be closed under the workers
            self._sender.stop()
            raise

    def _send_missing(self) -> None:
        missing = find_missing(self._layout, self._store, self._known)
        self._outcome.longer = missing.longer
        self._outcome.left += len(missing.again)
        self._send_all(self._send_again, missing.again)

    def _send_again(self, key: str) -> None:
        path = self._layout.root / key
        with self._noting():
            if self._sender.deliver(key, path):
                self._count(path)
                with self._lock:
                    self._outcome.left -= 1
                    self._outcome.again += 1

    def _count(self, path: Path) -> None:
        with self._lock:
            self._outcome.files += 1
            self._outcome.size += path.stat().st_size

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except FtcrawlerError as exc:
            self._note(exc)

    def _note(self, error: FtcrawlerError) -> None:
        with self._lock:
            self._outcome.failures[str(error)] += 1
