"""What an invocation needs of earlier ones, and leaves to the next: journals, kept in S3.

A journal in S3 never knows a page that S3 lacks (journal_snapshot.py). It may lack one that S3
has: that page is entered when the journal is fetched (adoption.py). So a run goes on rightly from
whatever journal was saved last, even if its container died.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from ftcrawler.aws_lambda.adoption import adopt_pages
from ftcrawler.aws_lambda.journal_snapshot import snapshot
from ftcrawler.exceptions import StorageError, UploadError
from ftcrawler.runs.journal import Journal
from ftcrawler.runs.journal_figures import ELSEWHERE
from ftcrawler.runs.layout import (
    JOURNAL_SUFFIX,
    STATE_PREFIX,
    journal_key,
    report_key,
    run_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName
    from ftcrawler.s3.store import S3Store

logger = logging.getLogger(__name__)


class KeptJournals:
    """The journals of runs that are not over, in S3 and on disk. Every method may block."""

    def __init__(self, store: S3Store, layout: DataLayout) -> None:
        self._store = store
        self._layout = layout
        # The runs whose journals S3 has, with what the file on disk was like when they agreed.
        self._there: dict[RunName, object] = {}
        self._tried: set[RunName] = set()

    def fetch(self) -> None:
        """Bring the journals, and the reports of their runs; raise UploadError if S3 does not."""
        self._layout.state.mkdir(parents=True, exist_ok=True)
        for key in self._store.list(STATE_PREFIX):
            if run := run_of(key, STATE_PREFIX, JOURNAL_SUFFIX):
                self._fetch(run, key)

    def runs(self) -> set[RunName]:
        """Return the names of the runs whose journal is on disk."""
        return {*self._layout.with_journal()}

    def is_saved(self, run: RunName | None) -> bool:
        """Tell whether S3 has a journal from which the run can be taken up again."""
        return run in self._there

    def save_begun(self) -> None:
        """Save the journal of a run that has just begun.

        Whatever becomes of this container, the next one then knows of the run, and its pages
        tell what it did. Tried once: a crawl has a time limit to keep, and S3 may be slow.
        """
        for run in self._layout.with_journal():
            if run in self._there or run in self._tried:
                continue
            try:
                with snapshot(self._layout.journal(run), at_the_start=True) as copy:
                    if copy is not None:
                        self._tried.add(run)
                        self._upload(run, copy, None)
            except (OSError, sqlite3.Error):  # in the making, or gone: at the next look
                continue
            except UploadError as exc:
                logger.warning("Journal non enregistré dans S3 : %s", exc)

    def save(self) -> None:
        """Have S3 hold the journals that are on disk, and no others.

        Raises UploadError, StorageError.
        """
        for run in self._layout.with_journal():
            path = self._layout.journal(run)
            mark = _mark(path)
            if self._there.get(run) == mark:
                continue
            try:
                with snapshot(path) as copy:
                    if copy is not None:
                        self._upload(run, copy, mark)
            except (OSError, sqlite3.Error) as exc:
                raise StorageError(
                    f"Impossible de copier le journal {path.name} : {exc}. Augmentez "
                    "EphemeralStorage."
                ) from exc
        for run in self._there.keys() - self.runs():
            self._store.delete(journal_key(run))
            del self._there[run]

    def _fetch(self, run: RunName, key: str) -> None:
        path = self._layout.journal(run)
        path.write_bytes(self._store.read(key))
        try:
            with closing(Journal.open(path)) as journal:
                adopted = adopt_pages(journal, run.stamp, self._store)
                journal.note(**{ELSEWHERE: "1"})
                reported = journal.has_file(report_key(run))
        except StorageError as exc:
            logger.warning("Laissé de côté dans S3, sous %s. %s", key, exc)
            path.unlink()
            return
        if adopted:
            logger.warning("Collecte %s : %d page(s) de S3 reprises au journal.", run, adopted)
        # Else it is of an earlier life, and says less than the journal.
        if reported and self._store.list(report_key(run)):
            self._fetch_report(run)
        self._there[run] = _mark(path)

    def _fetch_report(self, run: RunName) -> None:
        path = self._layout.report(run)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self._store.read(report_key(run)))

    def _upload(self, run: RunName, copy: Path, mark: object) -> None:
        self._store.upload(journal_key(run), copy)
        self._there[run] = mark


def _mark(path: Path) -> object:
    """Return what changes when a journal that nobody holds open does."""
    stat = path.stat()
    return (stat.st_mtime_ns, stat.st_size)
