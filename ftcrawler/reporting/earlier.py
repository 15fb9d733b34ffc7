"""Whether an earlier run of today makes a search needless."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from ftcrawler.reporting.report import Status

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finished collection of a search: the run that made it, and when it ended.

    `pages` are all that the run wrote, for whichever of its searches.
    """

    run: str
    finished: str
    collected: int
    pages: int


def find_earlier(
    reports: Iterable[bytes], label: str, max_pages: int, *, apart_from: str = ""
) -> Earlier | None:
    """Return a collection of *label* that was complete, or limited by no fewer pages.

    One that was cut short, failed, or is no report at all does not count; nor does the run
    *apart_from*, which asks, and may have reported before it was taken up again.
    """
    for body in reports:
        for run, search in _searches(body):
            if run.get("run") == apart_from or search.get("label") != label:
                continue
            if _is_enough(search, max_pages):
                pages = run["files"]["written"]
                return Earlier(run["run"], run["finished"], search["collected"], pages)
    return None


def _searches(body: bytes) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    try:
        run = orjson.loads(body)
        return [(run, search) for search in run["searches"]]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return []


def _is_enough(search: dict[str, Any], max_pages: int) -> bool:
    if search.get("status") == Status.COMPLETE:
        return True
    if search.get("status") != Status.TRUNCATED or not max_pages:
        return False
    return int(search.get("max_pages") or 0) >= max_pages
