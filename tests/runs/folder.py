"""A data folder in which commands start, write pages, end and die."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ftcrawler.runs.journal_answers import StoredPage
from ftcrawler.runs.layout import DataLayout, report_key
from ftcrawler.runs.page_names import page_key
from ftcrawler.runs.paris_time import PARIS
from ftcrawler.runs.start_run import Command, RunStarter

if TYPE_CHECKING:
    from pathlib import Path

    from ftcrawler.runs.run import Run

NOW = datetime(2026, 11, 23, 21, 15, 0, tzinfo=PARIS)
API = "https://api.test/o"
ALL = Command("all", API, {"region": "11"}, {"region": "11", "delay": 0.5})


class Folder:
    """A data folder, and the runs that were given up in it."""

    def __init__(self, root: Path) -> None:
        self.layout = DataLayout(root)
        self.given_up: list[str] = []

    def start(self, command: Command = ALL, *, minutes: int = 0, **options: Any) -> Run:
        options.setdefault("to_upload", False)
        now = NOW + timedelta(minutes=minutes)
        return RunStarter(self.layout, now, self._give_up).start(command, **options)

    def _give_up(self, run: Run) -> None:
        self.given_up.append(str(run.name))
        report(run)

    def names(self, folder: str) -> list[str]:
        return sorted(path.name for path in (self.layout.root / folder).glob("*"))


def add(run: Run, page: int, *ids: str) -> None:
    """Keep a page as a crawl does."""
    key = page_key("all", run.stamp, page)
    run.files.write(key, b"{}")
    run.journal.record_page(StoredPage(key, "all", 2, ids, ids, sequence=page, status=206))


def die(run: Run) -> None:
    """Leave everything as a process that is killed does."""
    run.journal.close()
    for lock in run.held:
        lock.release()


def report(run: Run) -> None:
    """Leave something in the place of the run's report."""
    run.files.write(report_key(run.name), b"{}")
