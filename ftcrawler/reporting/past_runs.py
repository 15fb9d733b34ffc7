"""What earlier runs reported, on this disk, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.endings import Status
from ftcrawler.runs.finished_runs import read_reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.report import Report
    from ftcrawler.runs.run_name import RunName

# These came to the end that was asked of them.
ENDED: Final = frozenset({Status.COMPLETE, Status.TRUNCATED})
# Reports that are read at most: half a second, where a search was never read before.
NEWEST: Final = 1000


@dataclass(frozen=True, slots=True)
class PastRuns:
    """The reports of the same spider's runs that began before the run *before*.

    Of those alone that asked the API *source*: another one's offers tell nothing of this one's.

    They are read as they are asked for, each time anew: years of them do not fit into memory.
    What cannot be read, or is no report, is left out. Reading may block.
    """

    layout: DataLayout
    source: str
    before: RunName

    def __iter__(self) -> Iterator[Report]:
        spider = self.before.spider
        earlier = [n for n in self.layout.with_report() if n.spider == spider and n < self.before]
        newest_first = earlier[: -NEWEST - 1 : -1]
        for _, report in read_reports(self.layout, newest_first, unreadable=lambda *_: None):
            if report.spider == spider and report.is_of(self.source):
                yield report

    def last_of(self, labels: AbstractSet[str]) -> Report | None:
        """Return the last run that read just these searches, each to the end that was asked."""
        for report in self:
            if report.status in ENDED and report.labels_read == labels:
                return report
        return None

    def offers_of(self, label: str) -> int:
        """Return how many offers the last reading of a search held; 0 if it was told of none."""
        searches = (each for report in self for each in report.searches if each.label == label)
        for search in searches:
            if search.announced == 0 or search.status in ENDED:
                return search.collected
        return 0
