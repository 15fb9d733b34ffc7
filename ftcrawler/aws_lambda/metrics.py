"""Figures of an invocation as CloudWatch takes them from a line of the log, asking for no right.

CloudWatch's « embedded metric format »: the line names its own figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from ftcrawler.endings import EXIT_OK

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE: Final = "ftcrawler"
DIMENSIONS: Final = (("FunctionName",), ("FunctionName", "Spider"))


def metrics_line(function: str, answer: Mapping[str, Any], milliseconds: int) -> str:
    """Return the line for what the function answered at that time of the epoch.

    `Done` is 1 where nothing is left to collect today, else 0.
    """
    report = answer["report"]
    figures = {
        "Done": int(answer["exit_code"] == EXIT_OK),
        "Offers": report["offers"]["collected"],
        "Missing": sum(search["missing"] for search in report["searches"]),
    }
    described = {
        "Namespace": NAMESPACE,
        "Dimensions": DIMENSIONS,
        "Metrics": [{"Name": name, "Unit": "Count"} for name in figures],
    }
    line = {
        "_aws": {"Timestamp": milliseconds, "CloudWatchMetrics": [described]},
        "FunctionName": function,
        "Spider": report["spider"],
        "Run": report["run"],
        **figures,
    }
    return orjson.dumps(line).decode()
