"""Send one file at a time for all who send: try again what passes, stop at what lasts."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from ftcrawler.s3.causes import S3Cause, S3Error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ftcrawler.runs.run import Run

# Seconds between the tries of one file, each of which is several tries of botocore's.
WAITS: Final = (1.0, 4.0, 15.0)
# Lasting failures in a row, over all files, after which none is tried any more.
GIVE_UP_AFTER: Final = 3
# A network that is away for some seconds must not end the uploads of a run of hours.
_WORTH_WAITING: Final = {S3Cause.BUSY, S3Cause.UNREACHABLE}


class Sender:
    """Thread-safe; *upload* may block and raises S3Error. Journals hold what was sent."""

    def __init__(
        self, upload: Callable[[str, Path], None], *, waits: Sequence[float] = WAITS
    ) -> None:
        self._upload = upload
        self._waits = waits
        self._lock = threading.Lock()
        self._hurried = threading.Event()
        self._stopped = False
        self._in_a_row = 0

    @property
    def stopped(self) -> bool:
        """Tell whether nothing is sent any more: `stop` was called, or failures last."""
        return self._stopped or self._in_a_row >= GIVE_UP_AFTER

    def send(self, run: Run, key: str, noted: Callable[[], None] = lambda: None) -> bool:
        """Send a file of *run* and note it in its journal; False if it was not even tried.

        *noted* is called once the journal has it, and never after `stop` has returned.
        Raises S3Error when S3 has refused it, StorageError when the journal cannot be written.
        """
        return self.deliver(key, run.files.path(key)) and self._note(run, key, noted)

    def deliver(self, key: str, path: Path) -> bool:
        """Send the file at *path*, of which no journal knows; False if it was not even tried.

        Raises S3Error when S3 has refused it.
        """
        waits = iter(self._waits)
        while not self.stopped:
            try:
                self._upload(key, path)
            except S3Error as exc:
                if self._stopped:
                    return False
                wait = next(waits, None) if exc.cause in _WORTH_WAITING else None
                if wait is None or self._hurried.is_set():
                    self._count(exc)
                    raise
                self._hurried.wait(wait)
            else:
                with self._lock:
                    self._in_a_row = 0
                return True
        return False

    def hurry(self) -> None:
        """Wait no more between tries: those who wait try once more, at once."""
        self._hurried.set()

    def stop(self) -> None:
        """Send nothing more; when this returns, no journal is written to any more.

        An upload under way goes on by itself, unnoted: its file will be sent once more.
        """
        with self._lock:
            self._stopped = True
        self._hurried.set()

    def _note(self, run: Run, key: str, noted: Callable[[], None]) -> bool:
        with self._lock:
            if self._stopped:
                return False
            run.journal.mark_uploaded(key)
            noted()
        return True

    def _count(self, error: S3Error) -> None:
        with self._lock:
            if error.cause.lasting:
                self._in_a_row += 1
            elif error.cause is S3Cause.BUSY:  # it answers: what lasted is over
                self._in_a_row = 0
