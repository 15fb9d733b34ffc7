"""Progress in the log, a line now and then: for cron, scrapyd, and whatever is no terminal."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from ftcrawler.reporting.progress_text import line

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.reporting.progress import Progress

logger = logging.getLogger(__name__)


class LogLines:
    """Shown progress as often as one likes, it logs a line each *interval* seconds."""

    def __init__(self, interval: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = interval
        self._clock = clock
        self._started = clock()
        self._passed = 0

    def show(self, shown: Progress) -> None:
        """Log a line if another interval has passed."""
        passed = int((self._clock() - self._started) / self._interval)
        if passed > self._passed:
            self._passed = passed
            logger.info("Progression : %s", line(shown))

    def close(self) -> None:
        """Do nothing: a log needs no tidying."""
