"""Whether an earlier run of today makes a search needless."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.endings import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ftcrawler.runs.report import Report, SearchReport
    from ftcrawler.runs.run_name import RunName


@dataclass(frozen=True, slots=True)
class EarlierCollection:
    """A finished collection of a search: the run that made it, and when it ended.

    `pages` are all that the run wrote, for whichever of its searches.
    """

    run: RunName
    finished: str
    collected: int
    pages: int


def find_earlier(  # noqa: PLR0913 (what tells a collection that counts from another)
    reports: Iterable[Report],
    label: str,
    max_pages: int,
    *,
    source: str,
    apart_from: RunName | None = None,
    there: Callable[[Report], bool] = lambda _: True,
) -> EarlierCollection | None:
    """Return a collection of *label* that was complete, or limited by no fewer pages.

    One that was cut short, failed, or asked another API than *source* does not count; nor does
    the run *apart_from*, which asks, and may have reported before it was taken up again. *there*
    says of a report whether the pages that it tells of still exist.
    """
    for report in reports:
        name = report.name
        if name is None or name == apart_from or not report.is_of(source):
            continue
        for search in report.searches:
            if search.label == label and _is_enough(search, max_pages) and there(report):
                written = report.files.get("written", 0)
                return EarlierCollection(name, report.finished, search.collected, written)
    return None


def _is_enough(search: SearchReport, max_pages: int) -> bool:
    if search.status is Status.COMPLETE:
        return True
    return search.status is Status.TRUNCATED and 0 < max_pages <= search.max_pages
