"""The report as a file: made of the history as it is now, and written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.dashboard.gather import gather
from ftcrawler.dashboard.page.fitting_page import LIMIT, fitting_page
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
    """A report that was written: where, of how many bytes, and what it stands on.

    `whole` is how many it would have had with what was left out, None where nothing was.
    """

    path: Path
    size: int
    whole: int | None
    provenance: Provenance

    @property
    def lines(self) -> tuple[str, ...]:
        """What is told of it, in French."""
        first, nights = self.provenance.first, self.provenance.nights
        last = self.provenance.updated.astimezone(PARIS)
        span = f"celle du {last:%d/%m/%Y}"
        if nights > 1:
            span = f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
        left_out = (
            f"Les domaines de chaque département n'y sont pas : il aurait fait {size(self.whole)},"
            f" pour {size(LIMIT)} au plus."
            if self.whole
            else None
        )
        told = (
            f"Rapport écrit : {self.path} ({size(self.size)}).",
            f"Il couvre {count(nights, 'nuit')}, {span}. Ouvrez-le dans un navigateur.",
            left_out,
        )
        return tuple(filter(None, told))


def make_report_page(layout: DataLayout, output: Path | None = None) -> ReportPage:
    """Write the report; None: where those of the data folder are, by the day in Paris.

    Raises HistoryError if there is no history or a file of it is damaged, StorageError if the
    report cannot be written; whatever was there before stays.
    """
    path = output or layout.root / page_for_people_key(day(paris_now()))
    data = gather(layout)
    page = fitting_page(data)
    LocalStore(path.parent).write(path.name, page.body)
    return ReportPage(path, len(page.body), page.whole, data.provenance)
