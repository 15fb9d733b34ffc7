"""What a sandbox is asked to be: size, pace, credentials, and what nobody knows of the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ftsandbox.ordered_faults import Fault

# Partners' ids have 7 digits, which more offers would use up.
MAX_OFFERS: Final = 1_900_000

DatePrecision = Literal["second", "millisecond"]
UpperBound = Literal["inclusive", "exclusive"]
Sort1 = Literal["newest", "own-first"]


class SandboxError(Exception):
    """The sandbox cannot start; the message says why, in French, to whoever started it."""


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """All options of a sandbox; the defaults suit tests.

    `port` 0 is any free one. `quota` is in requests a second and client id, 0 is none. `latency`
    is in milliseconds, least and most. `token_lifetime` is in seconds. `offers` is a file of real
    offers, served instead of `offers_count` made ones. Without `client_id` any credentials do.
    `now` is the Europe/Paris wall clock at the start (naive); None is the real one.

    The rest stands for facts of the real server that nobody has measured: `date_precision` of the
    bounds on creation dates; `date_shift`, hours from the clock of the bounds to the clock of the
    dates shown; `upper_bound`; the order under `sort=1`. `burst_second` offers more are created in
    one same second. `vanish` and `appear` are in offers a second.
    """

    port: int = 0
    offers_count: int = 20_000
    seed: int = 1
    quota: int = 10
    latency: tuple[float, float] = (0.0, 0.0)
    token_lifetime: float = 1499.0
    offers: Path | None = None
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    faults: tuple[Fault, ...] = ()
    now: datetime | None = None
    date_precision: DatePrecision = "second"
    date_shift: int = 0
    upper_bound: UpperBound = "inclusive"
    sort1: Sort1 = "newest"
    burst_second: int = 0
    vanish: float = 0.0
    appear: float = 0.0
