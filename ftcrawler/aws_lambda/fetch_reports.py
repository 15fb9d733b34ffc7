"""Reports of earlier runs, which whoever compares runs reads on disk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from ftcrawler.runs.layout import REPORT_SUFFIX, RUNS_PREFIX, report_key, run_of
from ftcrawler.runs.paris_time import day, paris_now

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName
    from ftcrawler.s3.store import S3Store

NEWEST: Final = 60
READERS: Final = 8


def fetch_reports(store: S3Store, layout: DataLayout, apart_from: Collection[RunName]) -> None:
    """Bring the newest reports, but not of the runs *apart_from*; raise UploadError.

    Nor those of today: a crawl asks S3 itself for them, and says then where their offers are.
    """
    layout.runs.mkdir(parents=True, exist_ok=True)
    keys = newest(store.list(RUNS_PREFIX), today=day(paris_now()), apart_from=apart_from)
    with ThreadPoolExecutor(READERS) as readers:
        for key, body in zip(keys, readers.map(store.read, keys), strict=True):
            (layout.root / key).write_bytes(body)


def newest(keys: Iterable[str], *, today: str, apart_from: Collection[RunName]) -> list[str]:
    """Return the keys of the newest reports, oldest first.

    >>> keys = ["runs/all_20261122_020000.json", "runs/all_20261122_020000_found_by.jsonl"]
    >>> newest([*keys, "runs/all_20261123_020000.json"], today="20261123", apart_from=())
    ['runs/all_20261122_020000.json']
    """
    runs = filter(None, (run_of(key, RUNS_PREFIX, REPORT_SUFFIX) for key in keys))
    earlier = [run for run in runs if run not in apart_from and run.day != today]
    return [report_key(run) for run in sorted(earlier)[-NEWEST:]]
