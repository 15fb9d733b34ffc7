"""A report as it is read back: what later runs look at, checked, and nothing else.

Somebody may have edited it, another version may have written it, half of it may be lost: what is
not as it should be is no report, and costs no run of today anything.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from ftcrawler.endings import Status
from ftcrawler.reporting.field_reports import FieldReport  # noqa: TC001 (pydantic reads it)


class WrittenSearch(BaseModel):
    """One search of it; fields as in `ftcrawler.reporting.report.SearchReport`."""

    model_config = ConfigDict(frozen=True)

    label: str
    status: Status
    max_pages: int = 0
    announced: int | None = None
    collected: int = 0


class WrittenReport(BaseModel):
    """One report; fields as in `ftcrawler.reporting.report.Report`."""

    model_config = ConfigDict(frozen=True)

    run: str
    spider: str
    source: str = ""
    status: Status
    finished: str
    searches: tuple[WrittenSearch, ...]
    files: dict[str, int] = {}
    fields: dict[str, FieldReport] = {}

    def is_of(self, source: str) -> bool:
        """Tell whether the run asked that API; one that does not say which asked no known one."""
        return bool(source) and self.source == source

    @property
    def read(self) -> frozenset[str]:
        """The labels of the searches that the run read."""
        return frozenset(each.label for each in self.searches if each.status is not Status.SKIPPED)


def read_report(body: bytes) -> WrittenReport | None:
    """Return the report, None if it is none.

    >>> read_report(b'{"run": "all_20261124_030000", "searches": "x"}'), read_report(b"[]")
    (None, None)
    """
    try:
        return WrittenReport.model_validate_json(body)
    except ValidationError:
        return None
