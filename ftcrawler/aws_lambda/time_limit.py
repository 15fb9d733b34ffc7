"""How an invocation divides the time that Lambda grants it."""

from __future__ import annotations

from typing import Final, Protocol

from ftcrawler.exceptions import ConfigurationError

# Seconds before the end at which the crawl is asked to stop: answers under way are written (one
# takes DOWNLOAD_TIMEOUT at most), then S3_DRAIN is spent on uploads.
STOP: Final = 100.0
S3_DRAIN: Final = 20
# Seconds before the end at which it is killed, should it still be there.
KILL: Final = 40.0
# Seconds before the end at which no more file is sent: the journal, 15 MB after 500,000 offers,
# is still to be saved.
SEND: Final = 20.0
# Below this there would be little but starting and stopping.
AT_LEAST: Final = 180.0


class Context(Protocol):
    """What Lambda tells of an invocation."""

    function_name: str

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds left until Lambda ends the process."""


class TimeLeft:
    """Seconds left of an invocation, by Lambda's own clock."""

    def __init__(self, context: Context) -> None:
        """Raise ConfigurationError if the function is granted too little time."""
        self._context = context
        if self.seconds < AT_LEAST:
            raise ConfigurationError(
                f"La fonction n'a que {self.seconds:.0f} s : il en faut {AT_LEAST:.0f} au moins. "
                "Augmentez Timeout ; 900 est le maximum de Lambda."
            )

    @property
    def seconds(self) -> float:
        """How long until Lambda ends the process."""
        return self._context.get_remaining_time_in_millis() / 1000

    def until(self, margin: float) -> float:
        """Return the seconds until *margin* before the end; 0 if that is past."""
        return max(0.0, self.seconds - margin)
