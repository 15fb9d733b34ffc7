"""The monitors of a run, for spidermon: each fails with what it has to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spidermon import Monitor, MonitorSuite  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.monitors.alert_action import LogAlerts
from ftcrawler.monitors.field_alerts import field_alerts
from ftcrawler.monitors.mail import MailAlerts
from ftcrawler.monitors.run_alerts import (
    error_alerts,
    offers_alerts,
    pending_alerts,
    status_alerts,
    throttle_alerts,
)
from ftcrawler.monitors.slack import SlackAlerts
from ftcrawler.monitors.webhook import WebhookAlerts

if TYPE_CHECKING:
    from collections.abc import Iterable


class RunMonitor(Monitor):  # type: ignore[misc]  # untyped base
    """Its `data` has `report`, `past` (earlier reports, newest first), `stats`, `thresholds`."""

    def fail_with(self, alerts: Iterable[str]) -> None:
        """Fail if there is anything to tell, one alert a line."""
        if told := "\n".join(alerts):
            self.fail(told)


class StatusMonitor(RunMonitor):
    """Whether the run came to its end."""

    def test_status(self) -> None:
        """Compare its status with FT_ALERT_STATUSES."""
        self.fail_with(status_alerts(self.data.report, self.data.thresholds))


class OffersMonitor(RunMonitor):
    """Whether each search found about as many offers as before."""

    def test_offers(self) -> None:
        """Compare what was collected with the median of the last runs."""
        data = self.data
        self.fail_with(offers_alerts(data.report, data.past, data.thresholds))


class ErrorsMonitor(RunMonitor):
    """Whether errors were logged."""

    def test_errors(self) -> None:
        """Compare Scrapy's count with FT_ALERT_ERRORS."""
        self.fail_with(error_alerts(self.data.stats, self.data.thresholds))


class ThrottleMonitor(RunMonitor):
    """Whether the API said 429."""

    def test_throttled(self) -> None:
        """Compare the count with FT_ALERT_THROTTLED."""
        self.fail_with(throttle_alerts(self.data.report, self.data.thresholds))


class PendingMonitor(RunMonitor):
    """Whether S3 has every file."""

    def test_pending(self) -> None:
        """Compare what it lacks with FT_ALERT_PENDING."""
        self.fail_with(pending_alerts(self.data.report, self.data.thresholds))


class FieldsMonitor(RunMonitor):
    """Whether offers have the fields that they had."""

    def test_fields(self) -> None:
        """Compare the fields with those of the last run of the same searches."""
        report = self.data.report
        before = self.data.fields_before
        self.fail_with(field_alerts(report.drift, before, report.fields, self.data.thresholds))


class RunSuite(MonitorSuite):  # type: ignore[misc]  # untyped base
    """All of them, and whom they tell."""

    monitors = (
        StatusMonitor,
        OffersMonitor,
        ErrorsMonitor,
        ThrottleMonitor,
        PendingMonitor,
        FieldsMonitor,
    )
    monitors_failed_actions = (LogAlerts, SlackAlerts, MailAlerts, WebhookAlerts)
