"""What one run did, as plain data: the file `runs/{run}.json` (docs/run-report.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from ftcrawler.reporting.drift import Drift
from ftcrawler.runs.run_name import RunName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.endings import Status
    from ftcrawler.reporting.field_reports import FieldReport
    from ftcrawler.sweep.outcome import SliceOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchReport:
    """One search. `announced` is None where the API never said how many offers there are.

    `announced_after` is the total at the end of the reading, of which `appeared` and `vanished`
    explain the difference. `missing` are offers announced that neither were collected nor
    vanished; `problems` say why, in French. `slices` are the proof: what each announced and gave.
    """

    label: str
    criteria: Mapping[str, str]
    sector: str | None = None
    status: Status
    max_pages: int
    announced: int | None = None
    announced_after: int | None = None
    collected: int = 0
    appeared: int = 0
    vanished: int = 0
    missing: int = 0
    pages: int = 0
    slices: tuple[SliceOutcome, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run. Times are ISO 8601 in Paris; `reason` is that of an Ending.

    `source` is the address of the API that was asked, empty if that is no address; `resumed` says
    how many times the run was taken up again after it had stopped.
    """

    run: str
    spider: str
    source: str = ""
    arguments: Mapping[str, str]
    started: str
    finished: str
    resumed: int = 0
    status: Status
    reason: str
    message: str | None = None
    searches: tuple[SearchReport, ...] = ()
    offers: Mapping[str, int] = field(default_factory=dict)
    mended: Mapping[str, Any] = field(default_factory=dict)
    requests: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    s3: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, FieldReport] = field(default_factory=dict)
    drift: Drift = field(default_factory=Drift)

    @property
    def name(self) -> RunName | None:
        """The name of the run; None if it never got one."""
        return RunName.parse(self.run)

    def to_json(self) -> bytes:
        """Return the report as people and scripts read it."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
