"""The runs that are applied, as rows: what the manifest says of each, and what its report does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.files.event_columns import Kind
from ftcrawler.offers.arrow import MOMENT
from ftcrawler.reporting.run_summaries import reported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ftcrawler.history.files.manifest import AppliedRun, Manifest
    from ftcrawler.reporting.run_summaries import RunSummary
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.runs.run_name import RunName

# The events of each kind, as a run counts them.
COUNTS: Final = {f"{kind}s": kind for kind in Kind}
SCHEMA: Final = pa.schema(
    [
        ("collecte", pa.string()),
        ("spider", pa.string()),
        ("commencee_le", MOMENT),
        ("terminee_le", MOMENT),
        ("statut", pa.string()),
        ("annoncees", pa.int64()),
        ("collectees", pa.int64()),
        ("manquantes", pa.int64()),
        *((name, pa.int64()) for name in COUNTS),
    ]
)
_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class AppliedRuns:
    """Rows under SCHEMA, for an engine that asks Arrow for them: reports are read only then."""

    layout: DataLayout
    manifest: Manifest

    def __arrow_c_schema__(self) -> object:
        return SCHEMA.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        reader = pa.RecordBatchReader.from_batches(SCHEMA, self._batches())
        return reader.__arrow_c_stream__(requested_schema)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        rows = run_rows(self.manifest, self._report)
        while batch := list(islice(rows, _BATCH)):
            yield pa.RecordBatch.from_pylist(batch, SCHEMA)

    def _report(self, run: RunName) -> bytes:
        return self.layout.report(run).read_bytes()


def run_rows(manifest: Manifest, report: Callable[[RunName], bytes]) -> Iterator[dict[str, Any]]:
    """Yield the rows; *report* reads the report of a run, or raises OSError if it is gone."""
    by_name: dict[str, list[AppliedRun]] = {}
    for each in manifest.runs:
        if not each.refused:
            by_name.setdefault(each.run, []).append(each)
    for times in by_name.values():
        yield _row(times, report)


def _row(times: Sequence[AppliedRun], report: Callable[[RunName], bytes]) -> dict[str, Any]:
    """Return the row of a run, which was applied each time that it had gone on."""
    last = times[-1]
    events = sum((Counter(each.events) for each in times), Counter[str]())
    told = _told(last, report)
    return {
        "collecte": last.run,
        "spider": last.name.spider,
        "commencee_le": last.name.started,
        "terminee_le": _moment(last.finished),
        "statut": last.status,
        "annoncees": told and told.announced,
        "collectees": told and told.collected,
        "manquantes": told and told.missing,
        **{name: events[kind] for name, kind in COUNTS.items()},
    }


def _told(run: AppliedRun, report: Callable[[RunName], bytes]) -> RunSummary | None:
    try:
        return reported(report(run.name))
    except (OSError, ValueError):  # gone, or spoilt since: the history knows the rest
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
