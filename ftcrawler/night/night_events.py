"""What a night found out: the events of the runs that were applied since it began.

They are the manifest's, not what its steps say: killed between the two, a night goes on from what
is applied.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.history.files.manifest import read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.history.files.manifest import AppliedRun
    from ftcrawler.runs.layout import DataLayout


def applied_now(layout: DataLayout, source: str) -> int | None:
    """Return how many runs are applied; None while the history cannot be read."""
    runs = _runs(layout, source)
    return None if runs is None else len(runs)


def events_since(layout: DataLayout, source: str, applied: int | None) -> Mapping[str, int]:
    """Return the events, by kind, of all runs but the first *applied*; none if that is unknown."""
    counts: Counter[str] = Counter()
    if applied is not None:
        for run in (_runs(layout, source) or ())[applied:]:
            counts.update(run.events)
    return counts


def _runs(layout: DataLayout, source: str) -> tuple[AppliedRun, ...] | None:
    try:
        manifest = read_manifest(layout, source)
    except FtcrawlerError:  # the update says it
        return None
    return manifest.runs if manifest else ()
