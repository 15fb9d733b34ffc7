"""Copy the history to the bucket, but for the offers that are open: events first, manifest last.

So the bucket's manifest never names events that are not there. Nothing is sent to a bucket that
has what this history has not: no event there may lose its name, or its place.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.history.files.manifest import HISTORY_PREFIX, MANIFEST_KEY, read_manifest
from ftcrawler.history.upkeep.bucket_history import require_ours
from ftcrawler.history.upkeep.sent_files import read_sent, to_send, write_sent
from ftcrawler.runs import locks
from ftcrawler.runs.local_files import writable
from ftcrawler.s3.sync import Outcome
from ftcrawler.s3.upload_queue import UploadQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ftcrawler.history.upkeep.sent_files import SentFiles
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.s3.retrying_sender import Sender
    from ftcrawler.s3.store import S3Store

# Files after which what was sent is noted.
NOTED: Final = 100


def send_history(
    layout: DataLayout, store: S3Store, sender: Sender, *, workers: int, look: bool = False
) -> Outcome:
    """Send what the bucket lacks by the note of what it was sent, or, to *look*, by its listing.

    It may block, and does not raise: what went wrong is in the outcome. While somebody updates
    the history nothing is sent: whoever does sends.
    """
    outcome = Outcome()
    if not (layout.root / MANIFEST_KEY).exists():
        return outcome
    try:
        with writable(layout):
            lock = locks.acquire(layout.history_lock)
            if lock is None:
                return outcome
            try:
                _Upload(layout, store, sender, outcome, workers).run(look=look)
            finally:
                locks.release(lock)
    except FtcrawlerError as exc:
        outcome.failures[str(exc)] += 1
    return outcome


class _Upload:
    """One pass, by whoever holds the lock of the history."""

    def __init__(
        self,
        layout: DataLayout,
        store: S3Store,
        sender: Sender,
        outcome: Outcome,
        workers: int,
    ) -> None:
        self._layout = layout
        self._store = store
        self._sender = sender
        self._outcome = outcome
        self._workers = workers
        self._lock = threading.Lock()

    def run(self, *, look: bool) -> None:
        """Send what lacks, the manifest only once nothing else does."""
        wanted = to_send(self._layout)
        if not wanted:
            return
        sent = read_sent(self._layout, self._store)
        before = set(sent.files)
        if look:
            self._forget_lost(sent)
        lacking = sent.lacks(wanted)
        self._outcome.left = len(lacking)
        if lacking:
            ours = read_manifest(self._layout)
            assert ours is not None
            require_ours(ours, self._layout.root, self._store)
        manifest = lacking.pop(MANIFEST_KEY, None)
        lost = before - set(sent.files)
        events = list(lacking)
        for start in range(0, len(events), NOTED):
            self._send(events[start : start + NOTED], sent, wanted, lost)
        if manifest and not sent.lacks(wanted).keys() - {MANIFEST_KEY}:
            self._send([MANIFEST_KEY], sent, wanted, lost)

    def _forget_lost(self, sent: SentFiles) -> None:
        """Take out of the note what the bucket has no more, or not whole."""
        sizes = dict(self._store.sizes(HISTORY_PREFIX))
        for key in list(sent.files):
            path = self._layout.root / key
            if not path.is_file() or sizes.get(key) != path.stat().st_size:
                del sent.files[key]

    def _send(
        self, keys: Iterable[str], sent: SentFiles, wanted: dict[str, str], lost: set[str]
    ) -> None:
        def send(key: str) -> None:
            path = self._layout.root / key
            try:
                if not self._sender.deliver(key, path):
                    return
            except FtcrawlerError as exc:
                with self._lock:
                    self._outcome.failures[str(exc)] += 1
                return
            with self._lock:
                sent.files[key] = wanted[key]
                self._outcome.files += 1
                self._outcome.size += path.stat().st_size
                self._outcome.left -= 1
                self._outcome.again += key in lost

        uploads = UploadQueue(send, workers=self._workers)
        for key in keys:
            uploads.add(key)
        uploads.start()
        uploads.finish().result()
        write_sent(self._layout, sent)
