"""The report of a crawl that ran in a process of its own, however it ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ftcrawler.reporting.make_report import report_of_killed
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.report import Report
from ftcrawler.runs.run import open_run
from ftcrawler.runs.run_name import RunName

if TYPE_CHECKING:
    from ftcrawler.crawling.crawl_process import Ended


def report_of(ended: Ended, *, killed: str) -> Report | None:
    """Return the crawl's report; None if it did not even begin a run. Raises ValueError.

    One that was killed wrote none: its journal tells what it did, with *killed* as the message.
    """
    path = ended.report_path
    if path is None:
        return None
    if path.is_file():
        return Report.from_json(path.read_bytes())
    name = RunName.parse(path.stem)
    run = open_run(DataLayout(path.parents[1]), name) if name else None
    if run is None:
        return None
    report = replace(report_of_killed(run), message=killed)
    run.close()
    return report
