"""The monitors of a crawl that is over, whatever is left of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.monitors.run_monitors import RunMonitors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import Crawler

    from ftcrawler.runs.report import Report

logger = logging.getLogger(__name__)


def watch(crawler: Crawler, report: Report, values: Mapping[str, Any], *, exit_code: int) -> None:
    """Look at the run that *report* tells of; what goes wrong here changes nothing else.

    *values* are Scrapy's statistics, *exit_code* is what the process will end with.
    """
    try:
        monitors = _monitors_of(crawler)
    except FtcrawlerError as exc:
        logger.warning("Collecte non surveillée : %s", exc)
        return
    try:
        monitors.look(report, crawler, values, exit_code=exit_code)
    except Exception:  # whatever a suite of somebody's own may do
        logger.exception("Surveillance en panne : les alertes peuvent manquer.")


def _monitors_of(crawler: Crawler) -> RunMonitors:
    try:
        found = crawler.get_extension(RunMonitors)
    except RuntimeError:  # it died before the extensions were there
        found = None
    return found or RunMonitors.from_crawler(crawler)
