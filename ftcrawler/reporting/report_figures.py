"""From Scrapy's statistics to the figures of a report."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ftcrawler import stats
from ftcrawler.api.query_limits import pages_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ftcrawler.runs.journal_figures import Totals
    from ftcrawler.runs.report import SearchReport

KINDS = ("search", "detail", "referentiel")
STATUS_PREFIX = stats.STATUSES.format(status="")


def request_figures(
    values: Mapping[str, Any],
    searches: Iterable[SearchReport],
    earlier: Mapping[int, int] = MappingProxyType({}),
    *,
    of: str = "search",
) -> dict[str, int | dict[str, int]]:
    """Return what was asked of the API, and the fewest searches that could have done it.

    *values* are of this process; *earlier* are the answers that those before it recorded, to
    requests *of* that kind.

    >>> request_figures({"ftcrawler/requests/status_count/206": 3}, [])["by_status"]
    {'206': 3}
    """
    sent = {kind: values.get(stats.REQUESTS.format(kind=kind), 0) for kind in KINDS}
    sent[of] += sum(earlier.values())
    return {
        "search": sent["search"],
        "floor": sum(pages_for(search.announced or 0) for search in searches),
        "token": values.get(stats.TOKENS, 0),
        "detail": sent["detail"],
        "referentiel": sent["referentiel"],
        "retried": values.get(stats.RETRIED, 0),
        "by_status": _by_status(values, earlier),
    }


def missing_of(announced: int | None, *, collected: int, vanished: int = 0) -> int:
    """Return how many of the offers announced are neither on disk nor known to have vanished.

    It holds at any moment of a run, however it ended, and is never below 0.

    >>> missing_of(20_000, collected=3283), missing_of(412, collected=410, vanished=5)
    (16717, 0)
    """
    return max((announced or 0) - vanished - collected, 0)


def file_figures(totals: Totals) -> dict[str, int]:
    """Return what is on disk."""
    return {"written": totals.pages, "bytes": totals.size}


def _by_status(values: Mapping[str, Any], earlier: Mapping[int, int]) -> dict[str, int]:
    counts = Counter({str(status): count for status, count in earlier.items()})
    for name, count in values.items():
        if name.startswith(STATUS_PREFIX):
            counts[name.removeprefix(STATUS_PREFIX)] += count
    return dict(sorted(counts.items()))
