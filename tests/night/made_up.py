"""A night as its steps are given it, without a command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ftcrawler.night.night import Night
from ftcrawler.night.night_command import NightCommand
from ftcrawler.night.stop_signals import StopSignals
from ftcrawler.s3.account import S3Account
from ftcrawler.s3.store import S3Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ftcrawler.runs.layout import DataLayout

SOURCE = "http://api.test"


def made_up_night(  # noqa: PLR0913 (what a test cares for)
    layout: DataLayout,
    arguments: dict[str, str],
    *,
    taken_up: datetime | None = None,
    tell: Callable[[str], Any] = lambda _: None,
    bucket: str | None = None,
    settings: dict[str, str] | None = None,
    feeds: tuple[str, ...] = (),
) -> Night:
    """Return one in a data folder."""
    account = S3Account.from_settings({})
    return Night(
        command=NightCommand("all", arguments, settings or {}, feeds),
        layout=layout,
        source=SOURCE,
        close_max_percent=25,
        raw_days=None,
        accept_closures=False,
        store=S3Store(bucket, account) if bucket else None,
        s3_workers=1,
        database=None,
        stop=StopSignals(),
        tell=tell,
        taken_up=taken_up,
    )
