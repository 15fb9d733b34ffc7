"""Where the history is: what it holds, how fresh, what is not in it yet, whether it is sound."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.applying.pending_runs import pending_runs
from ftcrawler.history.files.manifest import Manifest, read_manifest
from ftcrawler.history.files.open_files import OFFERS_FILE, check_file
from ftcrawler.history.showing.standing import Standing, standing_of
from ftcrawler.history.upkeep.raw_pages import RawPages, raw_pages
from ftcrawler.history.upkeep.sent_files import unsent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.s3.store import S3Store

READY = "à appliquer par « scrapy history update »"
WAITING = "attend une collecte commencée avant elle, en cours ou à reprendre aujourd'hui"
LATE = "plus ancienne que la dernière appliquée"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryStatus:
    """`events` are all that ever were, by kind; `open_offers` are those open now.

    `not_applied` says in French why a run is not in it, `damaged` which of its `files`, of so
    many `bytes`, cannot be used: then `standing` is empty. `to_send` are files that the bucket
    was not sent; None: there is no bucket.
    """

    source: str
    now: datetime
    open_offers: int = 0
    events: Mapping[str, int] = field(default_factory=dict)
    last_applied: str | None = None
    standing: Standing = field(default_factory=Standing)
    not_applied: Mapping[str, str] = field(default_factory=dict)
    raw: RawPages = field(default_factory=RawPages)
    files: int = 0
    bytes: int = 0
    damaged: tuple[str, ...] = ()
    to_send: int | None = None

    @property
    def candidates(self) -> int:
        """How many offers are to be asked one by one."""
        return self.standing.candidates

    @property
    def last_complete(self) -> datetime | None:
        """The start of the last complete reading; None: there was none."""
        return self.standing.last_complete


def status_of(
    layout: DataLayout,
    source: str,
    *,
    now: datetime,
    whole: bool = True,
    store: S3Store | None = None,
) -> HistoryStatus:
    """Return where the history is; *whole*: with the checksum of each of its files.

    Raises HistoryError for a manifest that cannot be read, ConfigurationError for one of another
    source. It may block.
    """
    manifest = read_manifest(layout, source) or Manifest(source=source)
    damaged = tuple(_damaged(layout, manifest, whole=whole))
    named = (*manifest.events, *manifest.open)
    offers = manifest.open_file(OFFERS_FILE)
    events: Counter[str] = Counter()
    for run in manifest.runs:
        events.update(run.events)
    return HistoryStatus(
        source=source,
        now=now,
        open_offers=offers.rows if offers else 0,
        events=events,
        last_applied=str(manifest.last_applied) if manifest.last_applied else None,
        standing=Standing() if damaged else standing_of(layout, manifest),
        not_applied=_not_applied(layout, manifest),
        raw=raw_pages(layout, manifest),
        files=len(named),
        bytes=sum(each.bytes for each in named),
        damaged=damaged,
        to_send=unsent(layout, store) if store else None,
    )


def _damaged(layout: DataLayout, manifest: Manifest, *, whole: bool) -> Iterator[str]:
    for named in (*manifest.events, *manifest.open):
        try:
            check_file(layout, manifest, named, whole=whole)
        except HistoryError as exc:
            yield str(exc)


def _not_applied(layout: DataLayout, manifest: Manifest) -> dict[str, str]:
    found = {each.run: LATE for each in manifest.runs if each.refused}

    def unreadable(path: Path, error: Exception) -> None:
        found[path.name] = f"rapport illisible ({error})"

    pending = pending_runs(layout, manifest, unreadable)
    found |= {str(run.name): READY for run in pending.ready}
    found |= {str(name): WAITING for name in pending.waiting}
    found |= {str(name): LATE for name in pending.late}
    return dict(sorted(found.items()))
