"""What a night has done, `state/nightly-{digest}.json`: killed, it goes on from there.

A night belongs to the day in Paris on which it began, as a run does: after midnight the same
command begins another one, which applies what the former left. What is damaged, or of another
version, is as if nothing had been done: steps find out by themselves what is left of them.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (pydantic reads it)
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime  # noqa: TC003 (pydantic reads it)
from functools import cache
from typing import TYPE_CHECKING

import orjson
from pydantic import TypeAdapter, ValidationError

from ftcrawler.runs.layout import night_key
from ftcrawler.runs.local_files import LocalStore
from ftcrawler.runs.paris_time import PARIS, day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRecord:
    """One night. `steps` has the exit code of each that came to its end, by its name.

    `began` and `since` are when the night began, and whoever is at it now. `applied` is how many
    runs the history had when it began; None: it could not be read.
    """

    command: str
    began: datetime
    since: datetime
    steps: Mapping[str, int] = field(default_factory=dict)
    applied: int | None = None

    def done(self, step: str) -> bool:
        """Tell whether nothing is left of a step."""
        return self.steps.get(step) == 0

    def without(self, steps: Iterable[str]) -> NightRecord:
        """Return it as it was before these steps."""
        left = {*steps}
        return replace(self, steps={k: v for k, v in self.steps.items() if k not in left})

    def ended(self, step: str, code: int) -> NightRecord:
        """Return it with a step that has ended."""
        return replace(self, steps={**self.steps, step: code})


def record_of(layout: DataLayout, digest: str, now: datetime) -> NightRecord | None:
    """Return the record of a command's night of today, None if there is none to go on from."""
    record = _read(layout.root / night_key(digest))
    if record is None or day(record.began.astimezone(PARIS)) != day(now):
        return None
    return replace(record, since=max(now, record.began))


def newest(layout: DataLayout) -> NightRecord | None:
    """Return the record of the night that was begun, or taken up, last."""
    found = filter(None, map(_read, layout.nights()))
    return max(found, key=lambda record: record.since, default=None)


def write_record(layout: DataLayout, digest: str, record: NightRecord) -> None:
    """Keep the record; raise StorageError."""
    LocalStore(layout.root).write(
        night_key(digest), orjson.dumps(asdict(record), option=orjson.OPT_INDENT_2)
    )


def _read(path: Path) -> NightRecord | None:
    try:
        return _reader().validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


@cache
def _reader() -> TypeAdapter[NightRecord]:
    return TypeAdapter(NightRecord)
