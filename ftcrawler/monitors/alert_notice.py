"""What an alert says, whoever it goes to."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ftcrawler.quoting import LONGEST_MESSAGE, one_line
from ftcrawler.reporting.closing_lines import verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ftcrawler.history.showing.standing import Standing
    from ftcrawler.runs.report import Report


class Failure(Protocol):
    """A monitor that failed, as spidermon tells it: `reason` if it told one, else a traceback."""

    reason: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Some alerts; `subject` is one line: of what, where. `facts` are for programs."""

    subject: str
    alerts: tuple[str, ...]
    facts: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The subject and a line for each alert."""
        return "\n".join((self.subject, *(f"- {alert}" for alert in self.alerts)))

    @property
    def data(self) -> dict[str, Any]:
        """The same for programs (docs/monitoring.md)."""
        return {**self.facts, "host": socket.gethostname(), "alerts": list(self.alerts)}


def make_notice(report: Report, exit_code: int, failures: Iterable[Failure]) -> Notice:
    """Put together what the monitors told of a run."""
    name = one_line(report.run or report.spider)
    facts = {
        "run": report.run,
        "spider": report.spider,
        "status": report.status,
        "reason": report.reason,
        "message": report.message,
        "exit_code": exit_code,
        "collected": report.offers.get("collected", 0),
        "missing": sum(search.missing for search in report.searches),
    }
    subject = f"ftcrawler, {name} sur {socket.gethostname()} : {verdict_of(report)}"
    return Notice(subject, _alerts(failures), facts)


def make_history_notice(
    standing: Standing, root: str, exit_code: int, failures: Iterable[Failure]
) -> Notice:
    """Put together what the monitors told of the history in the data folder *root*."""
    facts = {
        "history": root,
        "exit_code": exit_code,
        "last_complete": standing.last_complete,
        "candidates": standing.candidates,
        "closings_refused": sorted(standing.closings_refused),
    }
    subject = f"ftcrawler, historique de {one_line(root)} sur {socket.gethostname()}"
    return Notice(subject, _alerts(failures), facts)


def _alerts(failures: Iterable[Failure]) -> tuple[str, ...]:
    """Return what failed monitors told; of one that broke, its last line."""
    alerts: list[str] = []
    for failure in failures:
        if failure.reason:
            alerts += map(_line, failure.reason.split("\n"))
        else:
            last = (failure.error or "").strip().rpartition("\n")[2]
            alerts.append(_line(f"Moniteur en panne : {last}"))
    return tuple(filter(None, alerts))


def _line(alert: str) -> str:
    return one_line(alert, most=LONGEST_MESSAGE)
