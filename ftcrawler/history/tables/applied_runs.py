"""The runs that are applied, as rows: what the manifest says of each, and what its report does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.history.files.event_columns import Kind
from ftcrawler.offers.arrow import MOMENT
from ftcrawler.reporting.run_summaries import reported

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ftcrawler.history.files.manifest import AppliedRun, Manifest
    from ftcrawler.reporting.run_summaries import RunSummary
    from ftcrawler.runs.layout import DataLayout

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
        by_name: dict[str, list[AppliedRun]] = {}
        for each in self.manifest.runs:
            if not each.refused:
                by_name.setdefault(each.run, []).append(each)
        runs = list(by_name.values())
        for start in range(0, len(runs), _BATCH):
            rows = [_row(self.layout, times) for times in runs[start : start + _BATCH]]
            yield pa.RecordBatch.from_pylist(rows, SCHEMA)


def _row(layout: DataLayout, times: Sequence[AppliedRun]) -> dict[str, Any]:
    """Return the row of a run, which was applied each time that it had gone on."""
    last = times[-1]
    events = sum((Counter(each.events) for each in times), Counter[str]())
    report = _report(layout, last)
    return {
        "collecte": last.run,
        "spider": last.name.spider,
        "commencee_le": last.name.started,
        "terminee_le": _moment(last.finished),
        "statut": last.status,
        "annoncees": report and report.announced,
        "collectees": report and report.collected,
        "manquantes": report and report.missing,
        **{name: events[kind] for name, kind in COUNTS.items()},
    }


def _report(layout: DataLayout, run: AppliedRun) -> RunSummary | None:
    try:
        return reported(layout.report(run.name).read_bytes())
    except (OSError, ValueError):  # gone, or spoilt since: the history knows the rest
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
