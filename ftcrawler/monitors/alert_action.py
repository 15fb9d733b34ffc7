"""What the actions of the monitors share, and the one that always acts: the log."""

from __future__ import annotations

import logging
from abc import abstractmethod
from typing import TYPE_CHECKING

from spidermon.core.actions import Action  # type: ignore[import-untyped]  # it ships no types
from spidermon.exceptions import SkipAction  # type: ignore[import-untyped]

from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from ftcrawler.monitors.alert_notice import Notice

logger = logging.getLogger(__name__)


class AlertAction(Action):  # type: ignore[misc]  # untyped base
    """Subclasses send; one that fails is an error in the log and changes nothing else.

    `data.notice_of` makes a notice of the monitors that failed.
    """

    to: str  # whom, in French

    def run_action(self) -> None:
        """Send the notice, if anybody is to have it."""
        notice: Notice = self.data.notice_of(self.result.monitors_failed_results)
        try:
            self.send(notice)
        except SkipAction:
            raise
        except Exception as exc:  # whatever a library makes of an address, a name, a text
            foreseen = isinstance(exc, FtcrawlerError | OSError)
            logger.error(  # noqa: TRY400 (its message is all there is to know)
                "Alerte non envoyée (%s) : %s",
                *(self.to, one_line(str(exc)) or type(exc).__name__),
                exc_info=None if foreseen else exc,
            )
            raise

    @abstractmethod
    def send(self, notice: Notice) -> None:
        """Send the notice; raise SkipAction if nobody is named."""


class LogAlerts(AlertAction):
    """A warning each."""

    to = "journal"

    def send(self, notice: Notice) -> None:
        """Log the alerts."""
        for alert in notice.alerts:
            logger.warning("Alerte : %s", alert)
