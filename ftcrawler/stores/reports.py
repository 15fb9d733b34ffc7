"""The reports of a spider's runs of one day, on this disk and in S3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.stores.layout import RUNS_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.stores.layout import DataLayout
    from ftcrawler.stores.s3 import S3Store


@dataclass(frozen=True, slots=True)
class DayReports:
    """Reports of the spider named, of the day `YYYYMMDD`. Reading may block."""

    spider: str
    day: str

    def local(self, layout: DataLayout) -> Iterator[bytes]:
        """Yield the reports below the data folder."""
        for path in sorted(layout.runs.glob(f"{self.spider}_{self.day}_*.json")):
            yield path.read_bytes()

    def remote(self, store: S3Store) -> Iterator[bytes]:
        """Yield the reports in the bucket; raises UploadError where it cannot be read."""
        for key in store.list(f"{RUNS_PREFIX}{self.spider}_{self.day}_"):
            if key.endswith(".json"):
                yield store.read(key)
