"""The raw pages that are still on disk, of runs that the history has taken in.

Told by names and sizes alone: no page is read. A page may hold an offer that is closed only if
its run began before the last run that closed any: there, and nowhere else, such an offer was open.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.history.files.event_columns import Kind
from ftcrawler.runs.page_names import PageName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ftcrawler.history.files.manifest import Manifest
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName


@dataclass(frozen=True, slots=True)
class Pages:
    """How many there are, and their bytes."""

    count: int = 0
    bytes: int = 0

    def __add__(self, other: Pages) -> Pages:
        return Pages(self.count + other.count, self.bytes + other.bytes)


@dataclass(frozen=True, slots=True)
class RawPages:
    """Those of applied runs; `with_closed` are those that may hold offers that are closed."""

    applied: Pages = Pages()
    with_closed: Pages = Pages()


def raw_pages(layout: DataLayout, manifest: Manifest) -> RawPages:
    """Count what is on disk. It may block: there are thousands of pages for each night."""
    return counted(manifest, pages_by_stamp(layout))


def counted(manifest: Manifest, there: Mapping[str, Pages]) -> RawPages:
    """Count pages, which are given by the timestamps of their runs."""
    applied = applied_runs(manifest)
    last = last_closing(manifest)
    before = [name for name in applied if last is not None and name < last]
    return RawPages(_sum(there, applied), _sum(there, before))


def applied_runs(manifest: Manifest) -> set[RunName]:
    """Return the runs whose pages the history has taken in."""
    return {each.name for each in manifest.runs if not each.refused}


def last_closing(manifest: Manifest) -> RunName | None:
    """Return the last run that closed an offer."""
    return max((each.name for each in manifest.runs if each.events.get(Kind.CLOSED)), default=None)


def pages_by_stamp(layout: DataLayout) -> dict[str, Pages]:
    """Return the pages that are on disk, by the timestamps of their runs."""
    found: defaultdict[str, Pages] = defaultdict(Pages)
    if layout.raw.is_dir():
        with os.scandir(layout.raw) as entries:
            for entry in entries:
                if page := PageName.parse(entry.name):
                    found[page.stamp] += Pages(1, entry.stat().st_size)
    return found


def _sum(there: Mapping[str, Pages], runs: Iterable[RunName]) -> Pages:
    return sum((there.get(name.stamp, Pages()) for name in runs), Pages())
