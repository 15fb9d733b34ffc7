"""Alerts in the log, always."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ftcrawler.monitors.telling import Telling

if TYPE_CHECKING:
    from ftcrawler.monitors.notice import Notice

logger = logging.getLogger(__name__)


class LogAlerts(Telling):
    """A warning each."""

    to = "journal"

    def send(self, notice: Notice) -> None:
        """Log the alerts."""
        for alert in notice.alerts:
            logger.warning("Alerte : %s", alert)
