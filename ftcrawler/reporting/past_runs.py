"""What earlier runs reported, on this disk, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.endings import Status
from ftcrawler.reporting.written import read_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from ftcrawler.reporting.written import WrittenReport

# These came to the end that was asked of them.
ENDED: Final = frozenset({Status.COMPLETE, Status.TRUNCATED})
STAMP_LENGTH: Final = len("YYYYMMDD_HHMMSS")
# Reports that are read at most: a tenth of a second, where a search was never read before.
NEWEST: Final = 1000


@dataclass(frozen=True, slots=True)
class PastRuns:
    """The reports of *spider* in the folder *runs*, of runs that began before the run *before*.

    Of those alone that asked the API *source*: another one's offers tell nothing of this one's.

    They are read as they are asked for, each time anew: years of them do not fit into memory.
    What cannot be read, or is no report, is left out. Reading may block.
    """

    runs: Path
    spider: str
    source: str
    before: str

    def __iter__(self) -> Iterator[WrittenReport]:
        limit = _stamp(self.before)
        paths = (p for p in self.runs.glob(f"{self.spider}_*.json") if _stamp(p.stem) < limit)
        newest_first = sorted(paths, key=lambda path: _stamp(path.stem), reverse=True)
        for path in newest_first[:NEWEST]:
            try:
                report = read_report(path.read_bytes())
            except OSError:
                continue
            if report and report.spider == self.spider and report.is_of(self.source):
                yield report

    def last_of(self, labels: AbstractSet[str]) -> WrittenReport | None:
        """Return the last run that read just these searches, each to the end that was asked."""
        for report in self:
            if report.status in ENDED and report.read == labels:
                return report
        return None

    def offers_of(self, label: str) -> int:
        """Return how many offers the last reading of a search held; 0 if it was told of none."""
        searches = (each for report in self for each in report.searches if each.label == label)
        for search in searches:
            if search.announced == 0 or search.status in ENDED:
                return search.collected
        return 0


def _stamp(name: str) -> str:
    return name[-STAMP_LENGTH:]
