"""From Scrapy's statistics to the figures of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ftcrawler import stats
from ftcrawler.api.ranges import pages_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ftcrawler.reporting.report import SearchReport

STATUS_PREFIX = stats.STATUSES.format(status="")


def request_figures(
    values: Mapping[str, Any], searches: Iterable[SearchReport]
) -> dict[str, int | dict[str, int]]:
    """Return what was asked of the API, and the fewest searches that could have done it.

    >>> request_figures({"ftcrawler/requests/status_count/206": 3}, [])["by_status"]
    {'206': 3}
    """
    return {
        "search": values.get(stats.REQUESTS.format(kind="search"), 0),
        "floor": sum(pages_for(search.announced or 0) for search in searches),
        "token": values.get(stats.TOKENS, 0),
        "detail": values.get(stats.REQUESTS.format(kind="detail"), 0),
        "referentiel": values.get(stats.REQUESTS.format(kind="referentiel"), 0),
        "retried": values.get(stats.RETRIED, 0),
        "by_status": {
            name.removeprefix(STATUS_PREFIX): count
            for name, count in sorted(values.items())
            if name.startswith(STATUS_PREFIX)
        },
    }


def file_figures(values: Mapping[str, Any]) -> dict[str, int]:
    """Return what was written to disk."""
    return {"written": values.get(stats.FILES, 0), "bytes": values.get(stats.FILE_BYTES, 0)}
