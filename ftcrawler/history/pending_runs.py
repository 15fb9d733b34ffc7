"""Which runs are to be applied now, in the order of their starts; which wait, and which cannot."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ftcrawler.endings import AT_ITS_END
from ftcrawler.runs import locks
from ftcrawler.runs.finished_runs import finished_runs
from ftcrawler.runs.journal_schema import facts_in
from ftcrawler.runs.paris_time import day, paris_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from ftcrawler.history.manifest import AppliedRun, Manifest
    from ftcrawler.runs.finished_runs import FinishedRun
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName

# How long after its start a run may go on that was stopped: it is of its day, and may end late.
GOES_ON: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class PendingRuns:
    """`ready` are to be applied, in this order.

    `late` started before the last one that is applied; `waiting` after one that is under way, or
    that its command may take up today; `others` asked another API.
    """

    ready: list[FinishedRun] = field(default_factory=list)
    late: list[RunName] = field(default_factory=list)
    waiting: list[RunName] = field(default_factory=list)
    others: list[RunName] = field(default_factory=list)


def pending_runs(
    layout: DataLayout, manifest: Manifest, unreadable: Callable[[Path, Exception], None]
) -> PendingRuns:
    """Return the runs that a manifest does not know as they are now. It may block."""
    now = paris_now()
    known = {each.name: each for each in manifest.runs}
    passed = set(manifest.others)
    pending = PendingRuns()
    under_way = _under_way(layout, manifest.source, now)
    last = manifest.last_applied

    def is_wanted(name: RunName) -> bool:
        return str(name) not in passed and (
            name not in known or _may_have_gone_on(known[name], now)
        )

    for run in finished_runs(layout, unreadable=unreadable, wanted=is_wanted, now=now):
        applied = known.get(run.name)
        if not run.report.is_of(manifest.source):
            pending.others.append(run.name)
        elif applied is not None:
            if applied.finished != run.report.finished:
                pending.ready.append(run)
        elif last is not None and run.name < last and _tells_anything(run):
            pending.late.append(run.name)
        elif under_way is not None and under_way < run.name:
            pending.waiting.append(run.name)
        else:
            pending.ready.append(run)
    return pending


def _tells_anything(run: FinishedRun) -> bool:
    return bool(run.pages or run.details or run.report.searches)


def _may_have_gone_on(applied: AppliedRun, now: datetime) -> bool:
    return applied.status not in AT_ITS_END and now - applied.name.started < GOES_ON


def _under_way(layout: DataLayout, source: str, now: datetime) -> RunName | None:
    """Return the first run of *source* that is alive, or that its command may take up today."""
    return next(
        (
            name
            for name in layout.with_journal()
            if (
                locks.is_held(layout.lock(name))
                or (name.day == day(now) and not layout.report(name).exists())
            )
            and _source(layout.journal(name)) == source
        ),
        None,
    )


def _source(journal: Path) -> str | None:
    try:
        facts = facts_in(journal)
    except sqlite3.Error:  # damaged, or gone since
        return None
    return None if "over" in facts else facts.get("source")
