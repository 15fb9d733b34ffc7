"""Bring S3 up to date with the data folder: everything that runs which are over left pending."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import orjson

from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.stores.catch_up import catch_up
from ftcrawler.stores.layout import RUNS_PREFIX
from ftcrawler.stores.runs import leftover_runs
from ftcrawler.stores.uploads import Uploads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ftcrawler.stores.layout import DataLayout
    from ftcrawler.stores.runs import Run
    from ftcrawler.stores.s3 import S3Store
    from ftcrawler.stores.s3_sender import Sender


@dataclass(slots=True)
class Outcome:
    """What was sent; how many files are left; why, by message, with the number of times."""

    files: int = 0
    size: int = 0
    left: int = 0
    failures: Counter[str] = field(default_factory=Counter)


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

    def run(self) -> Outcome:
        """Send all that can be; what S3 has already is not sent again."""
        for run in leftover_runs(self._layout, unreadable=self._note):
            self._catch_up(run)
        if not self._sender.stopped:
            with self._noting():
                self._send_lost_reports()
        return self._outcome

    def _catch_up(self, run: Run) -> None:
        try:
            with self._noting():
                catch_up(run, partial(self._send, run), send_all=self._send_all)
        finally:
            self._outcome.left += len(run.journal.pending())
            run.close()

    def _send(self, run: Run, key: str) -> None:
        with self._noting():
            if self._sender.send(run, key):
                self._count(run.files.path(key))

    def _send_all(self, send: Callable[[str], None], keys: Iterable[str]) -> None:
        uploads = Uploads(send, workers=self._workers)
        for key in keys:
            uploads.add(key)
        uploads.start()
        try:
            uploads.finish().result()
        except BaseException:  # Ctrl-C: the journal is about to be closed under the workers
            self._sender.stop()
            raise

    def _send_lost_reports(self) -> None:
        """Send reports without a journal, of runs whose pages S3 has.

        A run kept off S3 keeps its report too: it would announce pages that are not there.
        """
        there = set(self._store.list(RUNS_PREFIX))
        for path in sorted(self._layout.runs.glob("*.json")):
            key = f"{RUNS_PREFIX}{path.name}"
            if key not in there and _pages_in_s3(path):
                self._store.upload(key, path)
                self._count(path)

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


def _pages_in_s3(report: Path) -> bool:
    try:
        return bool(orjson.loads(report.read_bytes())["s3"]["uploaded"])
    except (OSError, ValueError, LookupError, TypeError):  # not a report of ours, or not whole
        return False
