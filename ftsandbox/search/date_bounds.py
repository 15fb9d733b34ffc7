"""Bounds on creation dates: the one place where the unknowns of the real server are decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ftsandbox.search.parameters import INSTANT
from ftsandbox.wall_clock import DAY, HOUR, SECOND, to_ms

if TYPE_CHECKING:
    from ftsandbox.config import SandboxConfig
    from ftsandbox.search.parameters import Criteria

FOREVER = 2**62


def created_between(criteria: Criteria, config: SandboxConfig, now: int) -> tuple[int, int]:
    """Return the first instant of creation wanted and the first no more wanted, in milliseconds.

    `publieeDepuis` counts days of 24 hours back from *now*, to the second.
    """
    start, end = 0, FOREVER
    if "publieeDepuis" in criteria:
        start = now // SECOND * SECOND - int(criteria["publieeDepuis"]) * DAY
    if "minCreationDate" in criteria:
        start = max(start, _instant(criteria["minCreationDate"], config))
        last = _instant(criteria["maxCreationDate"], config)
        unit = SECOND if config.date_precision == "second" else 1
        end = last + unit if config.upper_bound == "inclusive" else last
    return start, end


def _instant(text: str, config: SandboxConfig) -> int:
    wall = datetime.strptime(text, INSTANT)  # noqa: DTZ007 (the Z is false: Paris time)
    return to_ms(wall) + config.date_shift * HOUR
