"""What a run of the tests left out, and what would have it run: its last lines say so."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.terminal import TerminalReporter

# By what the reason of a skip says: what to install, or why that cannot be.
REMEDIES: Final = {
    "procps is not installed": "Debian : sudo apt install procps",
    "systemd is not installed": "Debian : sudo apt install systemd",
    "Wine is not installed": "Debian : sudo apt install wine",
    "curl is not installed": "Debian : sudo apt install curl",
    "chromium is not installed": "Debian : sudo apt install chromium",
    "npm is not installed": "Debian : sudo apt install npm",
    "npm does not bring axe-core": "il lui faut le réseau, une fois",
    "redis-server manque": "",  # the reason says so itself
    "PostgreSQL manque": "",
    "Java manque": "",
    "could not import": "make test, qui installe requirements-dev.txt",
    "/proc": "seulement sous Linux",
    "/dev/full": "seulement sous Linux",
}
PREFIX: Final = re.compile(r"^Skipped: ")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say how many tests were left out for each reason, and what would have them run."""
    reports = terminalreporter.stats.get("skipped", [])
    left_out = Counter(PREFIX.sub("", report.longrepr[2]) for report in reports)
    for line in told(left_out):
        terminalreporter.write_line(line)


def told(left_out: Counter[str]) -> Iterator[str]:
    """Yield the lines that say what was left out.

    >>> list(told(Counter()))
    ['Aucun test omis.']
    >>> for line in told(Counter({"Wine is not installed": 12, "too late": 1})):
    ...     print(line)
    Tests omis :
      12  Wine is not installed  (Debian : sudo apt install wine)
       1  too late
    """
    if not left_out:
        yield "Aucun test omis."
        return
    yield "Tests omis :"
    for reason, count in left_out.most_common():
        remedy = next((what for said, what in REMEDIES.items() if said in reason), "")
        yield f"{count:4}  {reason}" + (f"  ({remedy})" if remedy else "")
