"""What an answer that refuses asks for: how long nothing may leave."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

TOO_MANY_REQUESTS: Final = 429
SERVER_ERROR: Final = 500
# The longest pause, in seconds. Who asks for more is not waited for: the run ends, and says so.
LONGEST_PAUSE: Final = 3600.0
# A client in production waits a minute after a 429 without Retry-After (docs/api.md 3).
DEFAULT_PAUSE: Final = 60.0
_SECONDS: Final = re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Pause:
    """For how long nothing may leave; `asked` is what the server wants, None if it does not say.

    >>> Pause(5.0), Pause(1e9).seconds, Pause(1e9).too_long, Pause(None).seconds
    (Pause(asked=5.0), 3600.0, True, 60.0)
    """

    asked: float | None

    @property
    def seconds(self) -> float:
        """How long it is kept, by all who share the quota."""
        return DEFAULT_PAUSE if self.asked is None else min(self.asked, LONGEST_PAUSE)

    @property
    def too_long(self) -> bool:
        """Tell whether more was asked than anybody waits for."""
        return self.asked is not None and self.asked > LONGEST_PAUSE


def pause_after(status: int, retry_after: str, date: str = "") -> Pause | None:
    """Return the pause that an answer calls for, if any, by its headers Retry-After and Date.

    After a 429 there always is one; a server in trouble has to ask for it.

    >>> pause_after(429, ""), pause_after(503, "120"), pause_after(503, ""), pause_after(200, "5")
    (Pause(asked=None), Pause(asked=120.0), None, None)
    >>> pause_after(429, "9" * 400).too_long, pause_after(429, "0").seconds
    (True, 0.0)
    """
    if status != TOO_MANY_REQUESTS and status < SERVER_ERROR:
        return None
    asked = seconds_asked(retry_after, date)
    return None if asked is None and status != TOO_MANY_REQUESTS else Pause(asked)


def seconds_asked(retry_after: str, date: str = "") -> float | None:
    """Return the seconds that a Retry-After asks for, None if it cannot be read.

    A moment is counted from the server's own, *date*, where it says that: clocks differ.

    >>> seconds_asked("120"), seconds_asked("1.5"), seconds_asked("-1"), seconds_asked("soon")
    (120.0, 1.5, None, None)
    >>> seconds_asked("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:26:00 GMT")
    120.0
    """
    text = retry_after.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    moment, now = _moment(text), _moment(date)
    return None if moment is None else max(0.0, moment - (time.time() if now is None else now))


def _moment(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
