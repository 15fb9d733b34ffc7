"""Apply one run to the history: events of what it found out, and the offers that are open now.

Files first, the manifest last: until that one is in its place, nothing has happened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ftcrawler.history.applying.run_work import RunWork
from ftcrawler.history.applying.stock import refused_closings
from ftcrawler.history.files.manifest import AppliedRun

if TYPE_CHECKING:
    from ftcrawler.history.applying.run_to_apply import RunToApply
    from ftcrawler.history.files.manifest import Manifest
    from ftcrawler.runs.layout import DataLayout


def apply_run(
    layout: DataLayout, manifest: Manifest, run: RunToApply, *, close_max_percent: float
) -> Manifest:
    """Write the files of *run*, and return the manifest that names them.

    Raises HistoryError, StorageError, or UploadError where its pages cannot be had.
    """
    if not (run.pages or run.details or run.complete):
        return _with(manifest, run, _applied(run))
    times = sum(each.run == str(run.name) for each in manifest.runs)
    part = f"{run.name}_{times + 1}" if times else str(run.name)
    work = RunWork(layout, manifest, run, part)
    try:
        work.begin()
        work.read_pages(again=bool(times))
        work.go_over_open()
        work.look_at_aside()
        refused = refused_closings(work.run, work.before, work.held, most=close_max_percent)
        events = work.events()
        applied = replace(
            _applied(work.run), events=work.counts, files=events, left_out=work.left_out
        )
        return replace(
            _with(manifest, work.run, applied),
            open=work.open_files(),
            closings_refused=refused,
        )
    finally:
        work.end()


def _with(manifest: Manifest, run: RunToApply, applied: AppliedRun) -> Manifest:
    last = dict(manifest.last_complete)
    last |= {label: max(run.moment, last.get(label, run.moment)) for label in run.complete}
    return replace(manifest, runs=(*manifest.runs, applied), last_complete=last)


def _applied(run: RunToApply) -> AppliedRun:
    return AppliedRun(
        run=str(run.name),
        finished=run.report.finished,
        status=run.report.status,
        complete=tuple(sorted(run.complete)),
        lacking=run.lacking,
    )
