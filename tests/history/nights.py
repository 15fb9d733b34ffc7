"""Nights against a sandbox that plays days: crawls as users run them, each on a day of its own.

A crawl's names bear the moment at which it really ran; they are given the night's, as if it had
run then, before the history is updated.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.runs.run_name import RunName
from tests.crawls.crawling import crawl
from tests.crawls.stopping import stopped
from tests.history.made_runs import History

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ftcrawler.history.applying.update import Update
    from ftsandbox.days.played_days import Day
    from tests.crawls.conftest import Server

FIRST: Final = datetime(2026, 10, 1, 2)  # noqa: DTZ001 (Paris, as stamps are)


@dataclass
class Nights:
    """`read` are the nights whose pages are to be compared: what each held, by id."""

    root: Path
    sandbox: Server
    number: int = 0
    read: dict[int, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def history(self) -> History:
        return History(self.root, self.sandbox.source)

    @property
    def moment(self) -> datetime:
        """When the night begins, Paris time."""
        return FIRST + timedelta(days=self.number)

    def next_day(self, **order: float) -> Day:
        """Have the sandbox play a day."""
        self.number += 1
        return self.sandbox.play_day(**order)

    def collect(self, *arguments: str, killed_at: int = 0) -> str:
        """Crawl all, or be killed at that request and then go on; return the status."""
        if killed_at:
            stopped(
                self.root,
                self.sandbox,
                "all",
                "max_pages=0",
                searches=killed_at,
                by=signal.SIGKILL,
            )
        done = self._crawl("all", *(arguments or ("max_pages=0",)))
        self._dated("all", done.report["run"], hour=2)
        return str(done.report["status"])

    def check(self) -> Mapping[str, int]:
        """Ask the details of the candidates; return the report's figures."""
        done = self._crawl("closed")
        self._dated("closed", done.report["run"], hour=3)
        return dict(done.report["details"])

    def update(self) -> Update:
        """Apply what is there."""
        return self.history.update()

    def _crawl(self, spider: str, *arguments: str) -> Any:
        return crawl(
            spider, "FT_QUOTA=0", *arguments, data=self.root, variables=self.sandbox.env()
        )

    def _dated(self, spider: str, run: str, *, hour: int) -> None:
        """Give a run's files the moment of the night."""
        before = RunName.parse(run)
        assert before is not None
        stamp = f"{self.moment.replace(hour=hour):%Y%m%d_%H%M%S}"
        for folder in ("raw/france_travail", "runs"):
            for path in (self.root / folder).glob(f"*{before.stamp}*"):
                path.rename(path.with_name(path.name.replace(before.stamp, stamp)))
        report = self.history.layout.report(RunName(spider, stamp))
        report.write_text(report.read_text().replace(before.stamp, stamp))
