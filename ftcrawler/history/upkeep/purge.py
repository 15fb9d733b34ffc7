"""Take away raw pages that the history has taken in: of this disk, and their copies in S3.

Only of applied runs that nobody takes up again; reports and lists stay. Pages of the disk go
first: killed then, s3-sync sends none of them again, and the next purge lists what is left in S3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ftcrawler.exceptions import StorageError, UploadError
from ftcrawler.history.files.history_lock import alone
from ftcrawler.history.files.manifest import read_manifest
from ftcrawler.history.upkeep.bucket_pages import BucketPages
from ftcrawler.history.upkeep.raw_pages import (
    Pages,
    RawPages,
    applied_runs,
    pages_by_stamp,
    raw_pages,
)
from ftcrawler.history.upkeep.runs_to_purge import runs_to_purge
from ftcrawler.runs.local_files import writable
from ftcrawler.runs.page_files import pages_of_runs
from ftcrawler.runs.paris_time import paris_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ftcrawler.history.files.manifest import Manifest
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName
    from ftcrawler.s3.store import S3Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What went, or what would go where nothing is `deleted`; `remote` is of the bucket.

    `kept` says in French why a run that is old enough keeps its pages, `young` is how many are
    not; `raw` are the pages that the disk has afterwards. `failure` says why the bucket may have
    some left: the next purge goes on.
    """

    deleted: bool
    runs: tuple[RunName, ...] = ()
    local: Pages = field(default_factory=Pages)
    remote: Pages = field(default_factory=Pages)
    kept: Mapping[RunName, str] = field(default_factory=dict)
    young: int = 0
    raw: RawPages = field(default_factory=RawPages)
    failure: str | None = None


def purge(
    layout: DataLayout,
    source: str,
    *,
    days: int | None,
    dry_run: bool = False,
    store: S3Store | None = None,
) -> Purged:
    """Delete the pages of applied runs that began more than *days* days ago.

    Without *days*, as on a *dry_run*, nothing is deleted. It may block. Raises HistoryError,
    StorageError, ConfigurationError for a history of another source.
    """
    deletes = days is not None and not dry_run
    if read_manifest(layout, source) is None:
        return Purged(deleted=deletes)
    with writable(layout), alone(layout):
        manifest = read_manifest(layout, source)
        assert manifest is not None
        return _purge(layout, manifest, store, days=days or 0, deletes=deletes)


def _purge(
    layout: DataLayout, manifest: Manifest, store: S3Store | None, *, days: int, deletes: bool
) -> Purged:
    here, failure = pages_by_stamp(layout), None
    bucket = None
    if store is not None:
        try:
            bucket = BucketPages.of(store, applied_runs(manifest))
        except UploadError as exc:
            failure = str(exc)
    stamps = {*here, *(bucket.pages if bucket else ())}
    chosen = runs_to_purge(layout, manifest, stamps, now=paris_now(), days=days)
    runs = [name for name, why in chosen.items() if not why]
    remote = bucket.count(runs) if bucket else Pages()
    if deletes:
        _delete(layout, runs)
        if bucket:
            try:
                bucket.delete(runs)
            except UploadError as exc:
                failure = str(exc)
    return Purged(
        deleted=deletes,
        runs=tuple(runs),
        local=sum((here.get(name.stamp, Pages()) for name in runs), Pages()),
        remote=remote,
        kept={name: why for name, why in chosen.items() if why},
        young=sum(name.stamp in stamps for name in applied_runs(manifest)) - len(chosen),
        raw=raw_pages(layout, manifest),
        failure=failure,
    )


def _delete(layout: DataLayout, runs: Iterable[RunName]) -> None:
    try:
        for pages in pages_of_runs(layout, runs).values():
            for path in pages:
                path.unlink(missing_ok=True)
    except OSError as exc:
        raise StorageError(
            f"Impossible de supprimer {exc.filename} : {exc.strerror or exc}. Vérifiez les "
            "droits, puis relancez la même commande."
        ) from exc
