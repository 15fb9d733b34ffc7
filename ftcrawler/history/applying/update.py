"""Bring the history up to date: apply each run that is over and not applied, one by one.

Killed at any moment, the next update begins where the manifest says, and takes away the rest.
"""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.applying.apply_run import apply_run
from ftcrawler.history.applying.pending_runs import pending_runs
from ftcrawler.history.files.history_lock import alone
from ftcrawler.history.files.manifest import (
    EVENTS_PREFIX,
    FROM_A_COPY,
    HISTORY_PREFIX,
    MANIFEST_KEY,
    AppliedRun,
    Manifest,
    read_manifest,
    write_manifest,
)
from ftcrawler.history.files.open_files import check_file
from ftcrawler.runs.local_files import writable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from ftcrawler.history.applying.run_to_apply import RunToApply
    from ftcrawler.history.files.manifest import RefusedClosings
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName
    from ftcrawler.s3.store import S3Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What an update did: the runs that it applied, each with its events.

    `first` are searches that were read whole for the first time; `refused` runs that came too
    late, `waiting` those that wait for another. `closings_refused` stand, by search; `accepted`
    stood until this update.
    """

    applied: tuple[AppliedRun, ...] = ()
    first: tuple[str, ...] = ()
    refused: tuple[RunName, ...] = ()
    waiting: tuple[RunName, ...] = ()
    closings_refused: Mapping[str, RefusedClosings] = field(default_factory=dict)
    accepted: Mapping[str, RefusedClosings] = field(default_factory=dict)

    @property
    def lacking(self) -> dict[str, tuple[str, ...]]:
        """What of which run was not there, or damaged, in French."""
        return {run.run: run.lacking for run in self.applied if run.lacking}

    @property
    def counts(self) -> Counter[str]:
        """How many events of each kind there are in all."""
        counts: Counter[str] = Counter()
        for run in self.applied:
            counts.update(run.events)
        return counts


def update_history(  # noqa: PLR0913 (a call by names)
    layout: DataLayout,
    source: str,
    *,
    close_max_percent: float,
    accept_closures: bool = False,
    remote: S3Store | None = None,
    unreadable: Callable[[Path, Exception], None],
) -> Update:
    """Apply what is not applied, of this disk and of *remote*, by the starts of the runs.

    It may block, while another update is at work. Raises HistoryError, StorageError, UploadError
    where the bucket cannot be read; what was applied before stays applied.
    """
    with writable(layout), alone(layout), _collector_at_rest():
        before = read_manifest(layout, source) or _first_manifest(layout, source)
        for file in before.events:
            check_file(layout, before, file, whole=False)
        manifest = replace(before, closings_refused={}) if accept_closures else before
        most = inf if accept_closures else close_max_percent
        pending = pending_runs(layout, manifest, unreadable, remote)
        late = [
            AppliedRun(run=str(name), finished="", status="", refused=True)
            for name in pending.late
        ]
        manifest = replace(
            manifest,
            runs=(*manifest.runs, *late),
            others=(*manifest.others, *map(str, pending.others)),
        )
        if manifest != before or (pending.ready and not (layout.root / MANIFEST_KEY).exists()):
            write_manifest(layout, manifest)
        for run in pending.ready:
            manifest = _apply(layout, manifest, run, most)
        _tidy(layout, manifest)
    return Update(
        applied=manifest.runs[len(before.runs) + len(late) :],
        first=tuple(sorted(manifest.last_complete.keys() - before.last_complete.keys())),
        refused=tuple(pending.late),
        waiting=tuple(pending.waiting),
        closings_refused=manifest.closings_refused,
        accepted=before.closings_refused if accept_closures else {},
    )


def _first_manifest(layout: DataLayout, source: str) -> Manifest:
    """Return the manifest of a history that begins; raise HistoryError if it did long ago.

    It is on disk before anything is applied: events without one have lost theirs.
    """
    if next((layout.root / EVENTS_PREFIX).glob("*/*.parquet"), None) is not None:
        raise HistoryError(
            f"Le manifeste de l'historique manque : {layout.root / MANIFEST_KEY}, mais ses "
            f"événements sont là. Rien n'y est touché. {FROM_A_COPY}"
        )
    return Manifest(source=source)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Spare Python's search for cycles a tenth of the time: rows are made by the million."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _apply(layout: DataLayout, manifest: Manifest, run: RunToApply, most: float) -> Manifest:
    after = apply_run(layout, manifest, run, close_max_percent=most)
    write_manifest(layout, after)
    _tidy(layout, after)
    return after


def _tidy(layout: DataLayout, manifest: Manifest) -> None:
    """Remove what the manifest does not name: what was replaced, or never finished."""
    root = layout.root
    named = {root / file.key for file in (*manifest.events, *manifest.open)}
    named.add(root / MANIFEST_KEY)
    for path in sorted((root / HISTORY_PREFIX).rglob("*"), reverse=True):
        # Windows removes no file that somebody reads; the next update does.
        with suppress(OSError):
            if path.is_dir():
                path.rmdir()  # if it is empty
            elif path not in named:
                path.unlink()
