"""What the steps of a night work with, and what each comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ftcrawler.night.night_command import NightCommand
    from ftcrawler.night.stop_signals import StopSignals
    from ftcrawler.runs.layout import DataLayout
    from ftcrawler.s3.store import S3Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A night in a data folder. `store` is where files are sent; None: nowhere.

    `database` is where the tables are loaded, None: nowhere.
    Raw pages that are older than `raw_days` go, None: they stay.
    `taken_up` is when it began, if a process before this one did; `tell` says a line to whoever
    looks on.
    """

    command: NightCommand
    layout: DataLayout
    source: str
    close_max_percent: float
    accept_closures: bool
    raw_days: int | None
    store: S3Store | None
    s3_workers: int
    database: str | None
    stop: StopSignals
    tell: Callable[[str], object]
    taken_up: datetime | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a step: an exit code, and a line in French."""

    code: int
    said: str
