"""The report as a file: made of the history as it is now, and written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.dashboard.gather import gather
from ftcrawler.dashboard.page.write_page import write_page
from ftcrawler.reporting.french import count, size
from ftcrawler.runs.layout import page_for_people_key
from ftcrawler.runs.local_files import LocalStore
from ftcrawler.runs.paris_time import PARIS, day, paris_now

if TYPE_CHECKING:
    from pathlib import Path

    from ftcrawler.dashboard.report_data import Provenance
    from ftcrawler.runs.layout import DataLayout


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report that was written: where, of how many bytes, and what it stands on."""

    path: Path
    size: int
    provenance: Provenance

    @property
    def lines(self) -> tuple[str, str]:
        """What is told of it, in French."""
        first, nights = self.provenance.first, self.provenance.nights
        last = self.provenance.updated.astimezone(PARIS)
        span = f"celle du {last:%d/%m/%Y}"
        if nights > 1:
            span = f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
        return (
            f"Rapport écrit : {self.path} ({size(self.size)}).",
            f"Il couvre {count(nights, 'nuit')}, {span}. Ouvrez-le dans un navigateur.",
        )


def make_report_page(layout: DataLayout, output: Path | None = None) -> ReportPage:
    """Write the report; None: where those of the data folder are, by the day in Paris.

    Raises HistoryError if there is no history or a file of it is damaged, StorageError if the
    report cannot be written; whatever was there before stays.
    """
    path = output or layout.root / page_for_people_key(day(paris_now()))
    data = gather(layout)
    body = write_page(data)
    LocalStore(path.parent).write(path.name, body)
    return ReportPage(path, len(body), data.provenance)
