"""What an alert says, whoever it goes to."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ftcrawler.quoting import LONGEST_MESSAGE, one_line
from ftcrawler.reporting.closing_lines import verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ftcrawler.runs.report import Report


class Failure(Protocol):
    """A monitor that failed, as spidermon tells it: `reason` if it told one, else a traceback."""

    reason: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """The alerts of one run."""

    report: Report
    exit_code: int
    alerts: tuple[str, ...]

    @property
    def subject(self) -> str:
        """One line: which run, where, and how it ended."""
        name = one_line(self.report.run or self.report.spider)
        return f"ftcrawler, {name} sur {socket.gethostname()} : {verdict_of(self.report)}"

    @property
    def text(self) -> str:
        """The subject and a line for each alert."""
        return "\n".join((self.subject, *(f"- {alert}" for alert in self.alerts)))

    @property
    def data(self) -> dict[str, Any]:
        """The same for programs (docs/monitoring.md)."""
        report = self.report
        return {
            "run": report.run,
            "spider": report.spider,
            "host": socket.gethostname(),
            "status": report.status,
            "reason": report.reason,
            "message": report.message,
            "exit_code": self.exit_code,
            "collected": report.offers.get("collected", 0),
            "missing": sum(search.missing for search in report.searches),
            "alerts": list(self.alerts),
        }


def make_notice(report: Report, exit_code: int, failures: Iterable[Failure]) -> Notice:
    """Put together what the monitors told; of one that broke, its last line."""
    alerts: list[str] = []
    for failure in failures:
        if failure.reason:
            alerts += map(_line, failure.reason.split("\n"))
        else:
            last = (failure.error or "").strip().rpartition("\n")[2]
            alerts.append(_line(f"Moniteur en panne : {last}"))
    return Notice(report, exit_code, tuple(filter(None, alerts)))


def _line(alert: str) -> str:
    return one_line(alert, most=LONGEST_MESSAGE)
