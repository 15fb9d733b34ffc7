"""Send what the crawl could not, while the folder that holds it is still there."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.runs.layout import RAW_PREFIX
from ftcrawler.runs.run import leftover_runs
from ftcrawler.s3.catch_up import catch_up
from ftcrawler.s3.retrying_sender import Sender
from ftcrawler.s3.upload_queue import UploadQueue

if TYPE_CHECKING:
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run import Run
    from ftcrawler.s3.store import S3Store


@dataclass(slots=True)
class Unsent:
    """How many files S3 has not got, and why."""

    files: int = 0
    causes: set[str] = field(default_factory=set)


class LeftoverUpload:
    """One pass over runs that are not alive. A report follows only if all pages are there.

    A report that announces pages which vanish with this folder would keep the next invocation
    from collecting them.
    """

    def __init__(self, layout: DataLayout, store: S3Store, *, workers: int) -> None:
        self._layout = layout
        self._sender = Sender(store.upload, waits=())
        self._workers = workers
        self._unsent = Unsent()

    def run(self, seconds: float) -> Unsent:
        """Send, for so many seconds at most; what is under way then goes to its end."""
        timer = threading.Timer(seconds, self._sender.stop)
        timer.start()
        try:
            for run in leftover_runs(self._layout, unreadable=self._note):
                self._send_run(run)
        finally:
            timer.cancel()
        return self._unsent

    def _send_run(self, run: Run) -> None:
        with closing(run):
            uploads = UploadQueue(lambda key: self._send(run, key), workers=self._workers)
            for key in _pages(run):
                uploads.add(key)
            uploads.start()
            uploads.finish().result()
            if not _pages(run):
                try:
                    catch_up(run, lambda key: self._send(run, key))
                except FtcrawlerError as exc:  # its report is damaged
                    self._note(exc)
            self._unsent.files += len(run.journal.pending())

    def _send(self, run: Run, key: str) -> None:
        try:
            self._sender.send(run, key)
        except FtcrawlerError as exc:
            self._note(exc)

    def _note(self, error: FtcrawlerError) -> None:
        self._unsent.causes.add(str(error))


def _pages(run: Run) -> list[str]:
    return [key for key in run.journal.pending() if key.startswith(RAW_PREFIX)]
