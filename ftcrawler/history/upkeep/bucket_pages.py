"""The raw pages that a bucket holds, by the timestamps of their runs, and how they are deleted."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from ftcrawler.history.upkeep.raw_pages import Pages
from ftcrawler.runs.layout import RAW_PREFIX, REPORT_SUFFIX, RUNS_PREFIX, run_of
from ftcrawler.runs.page_names import PageName

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ftcrawler.runs.run_name import RunName
    from ftcrawler.s3.store import S3Store

# Objects that are deleted at the same time.
WORKERS: Final = 8


@dataclass(frozen=True, slots=True)
class BucketPages:
    """The keys and sizes of the pages of some runs, by their timestamps."""

    store: S3Store
    pages: Mapping[str, Sequence[tuple[str, int]]]

    @classmethod
    def of(cls, store: S3Store, runs: Collection[RunName]) -> Self:
        """List those of *runs*; raise UploadError.

        Pages bear the timestamp of a run and not its name: where the bucket has the report of
        another run of that second, they are left out. Costs a request for each thousand objects.
        """
        there = (run_of(key, RUNS_PREFIX, REPORT_SUFFIX) for key in store.list(RUNS_PREFIX))
        shared = {name.stamp for name in there if name is not None and name not in runs}
        stamps = {name.stamp for name in runs} - shared
        found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for key, size in store.sizes(RAW_PREFIX):
            page = PageName.parse(key)
            if page and page.stamp in stamps:
                found[page.stamp].append((key, size))
        return cls(store, found)

    def count(self, runs: Iterable[RunName]) -> Pages:
        """Return how many pages of *runs* there are."""
        sizes = [size for name in runs for _, size in self.pages.get(name.stamp, ())]
        return Pages(len(sizes), sum(sizes))

    def delete(self, runs: Iterable[RunName]) -> None:
        """Delete the pages of *runs*, several at a time; raise UploadError at the first error."""
        keys = [key for name in runs for key, _ in self.pages.get(name.stamp, ())]
        workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="ftcrawler-purge")
        try:
            for _ in workers.map(self.store.delete, keys):
                pass
        finally:
            workers.shutdown(cancel_futures=True)
