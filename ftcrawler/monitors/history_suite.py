"""The monitors of the history, for spidermon: each fails with what it has to tell."""

from __future__ import annotations

from spidermon import MonitorSuite  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.monitors.history_alerts import candidate_alerts, closings_alerts, reading_alerts
from ftcrawler.monitors.suite import RunMonitor, RunSuite


class ReadingMonitor(RunMonitor):
    """Whether searches were read whole lately. Its `data` has `standing`, `now` and the limits."""

    def test_reading(self) -> None:
        """Compare the age of complete readings with FT_ALERT_READING_HOURS."""
        data = self.data
        self.fail_with(reading_alerts(data.standing, data.now, data.reading_hours))


class CandidatesMonitor(RunMonitor):
    """Whether offers that are missing were asked for."""

    def test_candidates(self) -> None:
        """Compare the age of the oldest with FT_ALERT_CANDIDATE_HOURS."""
        data = self.data
        self.fail_with(candidate_alerts(data.standing, data.now, data.candidate_hours))


class ClosingsMonitor(RunMonitor):
    """Whether closings stand refused."""

    def test_closings(self) -> None:
        """Look for refusals."""
        self.fail_with(closings_alerts(self.data.standing))


class HistorySuite(MonitorSuite):  # type: ignore[misc]  # untyped base
    """All of them; they tell whom those of runs tell."""

    monitors = (ReadingMonitor, CandidatesMonitor, ClosingsMonitor)
    monitors_failed_actions = RunSuite.monitors_failed_actions
