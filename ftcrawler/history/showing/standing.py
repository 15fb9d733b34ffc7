"""How fresh the history is, and what stands in its way: readings, candidates, refused closings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.closing.candidates import absences
from ftcrawler.history.files.open_files import STATE, STOCK, STOCK_FILE, OpenOffers, check_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ftcrawler.history.files.manifest import Manifest, RefusedClosings
    from ftcrawler.runs.layout import DataLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`readings` are the starts of the last complete reading of each search, by label.

    `followed` are the searches that were read whole on two days at least: not a trial.
    `oldest_candidate` is since when the candidate is missing that nobody has asked for longest.
    """

    readings: Mapping[str, datetime] = field(default_factory=dict)
    followed: frozenset[str] = frozenset()
    candidates: int = 0
    oldest_candidate: datetime | None = None
    closings_refused: Mapping[str, RefusedClosings] = field(default_factory=dict)

    @property
    def last_complete(self) -> datetime | None:
        """The start of the last complete reading, of whichever search; None: there was none."""
        return max(self.readings.values(), default=None)


def standing_of(layout: DataLayout, manifest: Manifest) -> Standing:
    """Return how the history stands; raise HistoryError for a file that cannot be used."""
    missing = _candidates(layout, manifest)
    return Standing(
        readings=dict(sorted(manifest.last_complete.items(), key=lambda each: each[1])),
        followed=_followed(manifest),
        candidates=len(missing),
        oldest_candidate=min(missing.values(), default=None),
        closings_refused=manifest.closings_refused,
    )


def _candidates(layout: DataLayout, manifest: Manifest) -> Mapping[str, datetime]:
    named = manifest.open_file(STOCK_FILE)
    if named is None:
        return {}
    check_file(layout, manifest, named)
    stock = pq.read_table(layout.root / named.key, schema=STOCK)
    return absences(OpenOffers(layout, manifest, STATE.empty_table(), stock))


def _followed(manifest: Manifest) -> frozenset[str]:
    days: defaultdict[str, set[str]] = defaultdict(set)
    for run in manifest.runs:
        for label in run.complete:
            days[label].add(run.name.day)
    return frozenset(label for label, read in days.items() if len(read) > 1)
