"""What earlier runs reported, on this disk, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from ftcrawler.reporting.report import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

# These came to the end that was asked of them.
ENDED: Final = frozenset({Status.COMPLETE, Status.TRUNCATED})
STAMP_LENGTH: Final = len("YYYYMMDD_HHMMSS")


def past_runs(runs: Path, spider: str, *, before: str) -> Iterator[dict[str, Any]]:
    """Yield the reports of *spider* in the folder *runs*, of runs that began before *before*.

    What cannot be read, or is no report, is left out. It may block.
    """
    limit = before[-STAMP_LENGTH:]
    paths = [p for p in runs.glob(f"{spider}_*.json") if p.stem[-STAMP_LENGTH:] < limit]
    for path in sorted(paths, key=lambda path: path.stem[-STAMP_LENGTH:], reverse=True):
        try:
            report = orjson.loads(path.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            continue
        if isinstance(report, dict) and report.get("spider") == spider:
            yield report


def last_like_it(
    runs: Path, spider: str, *, before: str, labels: AbstractSet[str]
) -> dict[str, Any] | None:
    """Return the last run that read the same searches, each to the end that was asked."""
    for report in past_runs(runs, spider, before=before):
        if report.get("status") in ENDED and labels_of(report) == labels:
            return report
    return None


def labels_of(report: dict[str, Any]) -> set[str]:
    """Return the labels of the searches that a run read."""
    searches = report.get("searches") or []
    return {each["label"] for each in searches if each["status"] != Status.SKIPPED}
