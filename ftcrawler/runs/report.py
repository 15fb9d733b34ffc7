"""The report of a run, `runs/{run}.json` (docs/run-report.md): what is written is read here too.

Somebody may have edited it, another version may have written it, half of it may be lost. What
lacks is as if nothing had been said, what this version does not know is passed over, and what is
not as it should be is no report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Annotated, Any

import orjson
from pydantic import BeforeValidator, TypeAdapter, ValidationError

from ftcrawler.endings import Status
from ftcrawler.runs.layout import DataLayout, report_key
from ftcrawler.runs.local_files import LocalStore
from ftcrawler.runs.reported_fields import Drift, FieldReport
from ftcrawler.runs.run_name import RunName
from ftcrawler.sweep.outcome import SliceOutcome  # noqa: TC001 (pydantic reads it)

_FORM = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
# Those of a run's offers, files and S3; what has another name may be anything.
_KNOWN = {"collected", "duplicates", "written", "bytes", "uploaded", "pending"}


def _known(said: object) -> object:
    return {k: v for k, v in said.items() if k in _KNOWN} if isinstance(said, dict) else said


_Figures = Annotated[Mapping[str, int], BeforeValidator(_known)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchReport:
    """One search. `announced` is None where the API never said how many offers there are.

    `announced_after` is the total at the end of the reading, of which `appeared` and `vanished`
    explain the difference. `missing` are offers announced that neither were collected nor
    vanished; `problems` say why, in French. `slices` are the proof: what each announced and gave.
    """

    label: str
    criteria: Mapping[str, str] = field(default_factory=dict)
    sector: str | None = None
    status: Status
    max_pages: int = 0
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
class DetailsReport:
    """The offers that were asked for one by one.

    `asked` are candidates, of which `gone` answered 204 and `open` 200; `left` are those whose
    answer says neither, or that were not asked yet. Controls apart, likewise.
    """

    asked: int = 0
    gone: int = 0
    open: int = 0
    left: int = 0
    controls: int = 0
    controls_gone: int = 0
    controls_left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run. Times are ISO 8601 in Paris; `reason` is that of an Ending.

    `source` is the address of the API that was asked, empty if that is no address; `resumed` says
    how many times the run was taken up again after it had stopped. `details` are of runs that ask
    offers one by one, None of all others.
    """

    run: str
    spider: str
    source: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    started: str = ""
    finished: str
    resumed: int = 0
    status: Status
    reason: str = ""
    message: str | None = None
    searches: tuple[SearchReport, ...] = ()
    details: DetailsReport | None = None
    offers: _Figures = field(default_factory=dict)
    mended: Mapping[str, Any] = field(default_factory=dict)
    requests: Mapping[str, Any] = field(default_factory=dict)
    files: _Figures = field(default_factory=dict)
    s3: _Figures = field(default_factory=dict)
    fields: Mapping[str, FieldReport] = field(default_factory=dict)
    drift: Drift = field(default_factory=Drift)

    @staticmethod
    def from_json(body: bytes) -> Report:
        """Return the report; raise ValueError, whose text is a line, if it is none.

        >>> Report.from_json(b'{"run": "all_20261124_030000", "spider": "all"}')
        Traceback (most recent call last):
            ...
        ValueError: finished : Field required
        """
        try:
            return _reader().validate_json(body)
        except ValidationError as exc:
            first = exc.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise ValueError(f"{where} : {first['msg']}" if where else first["msg"]) from None

    def to_json(self) -> bytes:
        """Return the report as people and scripts read it."""
        told = asdict(self)
        if self.details is None:
            del told["details"]
        return orjson.dumps(told, option=_FORM)

    @property
    def name(self) -> RunName | None:
        """The name of the run; None if it never got one."""
        return RunName.parse(self.run)

    @property
    def labels_read(self) -> frozenset[str]:
        """The labels of the searches that the run read."""
        return frozenset(each.label for each in self.searches if each.status is not Status.SKIPPED)

    def is_of(self, source: str) -> bool:
        """Tell whether the run asked that API; one that does not say which asked no known one."""
        return bool(source) and self.source == source


@cache
def _reader() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def write_report(layout: DataLayout, report: Report) -> int:
    """Keep the report of a run that has a name; return its size in bytes. Raises StorageError."""
    assert report.name is not None
    body = report.to_json()
    LocalStore(layout.root).write(report_key(report.name), body)
    return len(body)


def with_pending(body: bytes, pending: int) -> bytes | None:
    """Return a report as it is once S3 lacks so many of its pages; None if it says so already.

    What another version wrote in it stays. Raises ValueError if it is no report.
    """
    known = Report.from_json(body).s3
    if not known.keys() >= {"uploaded", "pending"}:
        raise ValueError("s3 : uploaded ou pending manque")
    if known["pending"] == pending:
        return None
    uploaded = max(0, known["uploaded"] + known["pending"] - pending)
    report = orjson.loads(body)
    report["s3"] |= {"uploaded": uploaded, "pending": pending}
    return orjson.dumps(report, option=_FORM)
