"""Which runs are to be applied now, in the order of their starts; which wait, and which cannot."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import merge
from typing import TYPE_CHECKING, Final

from ftcrawler.endings import AT_ITS_END
from ftcrawler.history.applying.remote_runs import RemoteRuns
from ftcrawler.history.applying.run_to_apply import RunToApply
from ftcrawler.runs import locks
from ftcrawler.runs.finished_runs import finished_runs
from ftcrawler.runs.journal_schema import facts_in
from ftcrawler.runs.paris_time import day, paris_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from ftcrawler.history.files.manifest import AppliedRun, Manifest
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName
    from ftcrawler.s3.store import S3Store

# How long after its start a run that was cut is looked at again: it may have gone on that day, and
# nobody have updated the history since.
GOES_ON: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class PendingRuns:
    """`ready` are to be applied, in this order.

    `late` started before the last one that is applied; `waiting` after one that is under way, or
    that its command may take up today; `others` asked another API.
    """

    ready: list[RunToApply] = field(default_factory=list)
    late: list[RunName] = field(default_factory=list)
    waiting: list[RunName] = field(default_factory=list)
    others: list[RunName] = field(default_factory=list)


def pending_runs(
    layout: DataLayout,
    manifest: Manifest,
    unreadable: Callable[[Path, Exception], None],
    remote: S3Store | None = None,
) -> PendingRuns:
    """Return the runs that a manifest does not know as they are now, those of *remote* too.

    It may block. Raises UploadError where the bucket cannot be read.
    """
    now = paris_now()
    known = {each.name: each for each in manifest.runs}
    pending = PendingRuns()
    under_way = _under_way(layout, manifest.source, now)
    last = manifest.last_applied
    for run in _not_known(layout, manifest, unreadable, remote, now):
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


def _tells_anything(run: RunToApply) -> bool:
    return bool(run.pages or run.details or run.report.searches)


def _not_known(
    layout: DataLayout,
    manifest: Manifest,
    unreadable: Callable[[Path, Exception], None],
    remote: S3Store | None,
    now: datetime,
) -> Iterator[RunToApply]:
    """Yield the runs to look at, by their starts; one that the disk has whole is the disk's."""
    known = {each.name: each for each in manifest.runs}
    passed = set(manifest.others)
    here = {*layout.with_report(), *layout.with_journal()}

    def is_wanted(name: RunName) -> bool:
        return str(name) not in passed and (
            name not in known or _may_have_gone_on(known[name], now)
        )

    def is_only_there(name: RunName) -> bool:
        return name not in here and is_wanted(name)

    finished = finished_runs(layout, unreadable=unreadable, wanted=is_wanted)
    on_disk = map(RunToApply.on_disk, finished)
    if remote is None:
        return on_disk
    bucket = RemoteRuns(remote, manifest.source, unreadable)
    whole = (_more_of(run, bucket) for run in on_disk)
    return merge(whole, bucket.all(is_only_there), key=lambda run: run.name)


def _more_of(run: RunToApply, bucket: RemoteRuns) -> RunToApply:
    """Return a run as the bucket has it where the disk lacks some of it: maybe only its report."""
    there = bucket.find(run.name) if run.lacking else None
    same = there is not None and there.report.finished == run.report.finished
    return there if there is not None and same and not there.lacking else run


def _may_have_gone_on(applied: AppliedRun, now: datetime) -> bool:
    ended = applied.refused or applied.status in AT_ITS_END
    return not ended and now - applied.name.started < GOES_ON


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
