"""A run as the history reads it: its report, its pages wherever they are, who found what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from ftcrawler.endings import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ftcrawler.runs.finished_runs import FinishedRun
    from ftcrawler.runs.report import Report
    from ftcrawler.runs.run_name import RunName


@dataclass(frozen=True, slots=True)
class RunPage:
    """A page: where it is, and how to get its bytes."""

    where: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunToApply:
    """`found_by` and `details` get the lists that some runs leave, None: it has none.

    `lacking` says what of it is not there: such a run opens and updates, and closes nothing.
    """

    name: RunName
    report: Report
    pages: Sequence[RunPage]
    found_by: Callable[[], bytes] | None
    details: Callable[[], bytes] | None
    lacking: tuple[str, ...] = ()

    @classmethod
    def on_disk(cls, run: FinishedRun) -> Self:
        """Return a run whose files are below the data folder."""
        return cls(
            name=run.name,
            report=run.report,
            pages=tuple(RunPage(str(path), path.read_bytes) for path in run.pages),
            found_by=run.found_by.read_bytes if run.found_by else None,
            details=run.details.read_bytes if run.details else None,
            lacking=run.lacking,
        )

    @property
    def moment(self) -> datetime:
        """Its start: whatever it held was there at that moment, or later."""
        return self.name.started

    @property
    def complete(self) -> frozenset[str]:
        """The labels of the searches that it read whole, and left whole."""
        if self.lacking:
            return frozenset()
        return frozenset(
            each.label for each in self.report.searches if each.status is Status.COMPLETE
        )

    def without(self, damaged: Sequence[str]) -> Self:
        """Return it as a run that lacks what is *damaged*, told in French."""
        return replace(self, lacking=(*self.lacking, *damaged)) if damaged else self
