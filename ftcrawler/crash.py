"""Report a run that died before, or while, its own report could be written."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ftcrawler import endings, stats
from ftcrawler.api.addresses import source_of
from ftcrawler.crawling.run_file import tell_run
from ftcrawler.early_end import unforeseen
from ftcrawler.exceptions import ArgumentError, ConfigurationError, FtcrawlerError, StorageError
from ftcrawler.extensions.current_run import CurrentRun
from ftcrawler.quoting import printable
from ftcrawler.reporting.make_report import (
    died_since,
    make_report,
    report_without_run,
    unwritten,
)
from ftcrawler.reporting.search_reports import Reading
from ftcrawler.runs.details import write_details
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.report import write_report
from ftcrawler.runs.run import Run, begin_run
from ftcrawler.spiders.api_spider import ApiSpider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import Crawler

    from ftcrawler.runs.report import Report

logger = logging.getLogger(__name__)


def report_crash(
    crawler: Crawler,
    arguments: Mapping[str, Any],
    error: BaseException | None,
    report: Report | None = None,
) -> Report:
    """Write and return the report of a run that died; no *error* means it was cut short.

    *report* is what the run wrote of itself, if it still could.
    """
    reason = endings.SHUTDOWN.reason if error is None else endings.reason_of(error)
    message = None if error is None else _told(error)
    try:
        if report is not None:
            return _rewritten(crawler, report, reason, message)
        return _made(crawler, arguments, reason, message)
    except (StorageError, ConfigurationError) as exc:
        logger.error("%s", exc)  # noqa: TRY400 (its message is all there is to know)
        return _unwritten(crawler, reason, f"Erreur: {exc}")
    except Exception as exc:  # what killed the run may kill its report too
        logger.exception("Erreur imprévue")
        return _unwritten(crawler, endings.CRASHED.reason, unforeseen(exc))


def statistics(crawler: Crawler) -> dict[str, Any]:
    """Return Scrapy's statistics of a crawl, none if it died before there were any."""
    try:
        return crawler.stats.get_stats()
    except RuntimeError:
        return {}


def _made(
    crawler: Crawler, arguments: Mapping[str, Any], reason: str, message: str | None
) -> Report:
    run = _run_of(crawler)
    report = make_report(
        run,
        # As they were typed: nobody has checked them.
        arguments={printable(name): printable(str(said)) for name, said in arguments.items()},
        reason=reason,
        reading=_reading(crawler),
        values={**statistics(crawler), stats.FAILURE: message},
    )
    try:
        write_details(run)
        write_report(run.layout, report)
        if report.status in endings.AT_ITS_END:
            run.end()
    except StorageError as exc:
        logger.error("%s", exc)  # noqa: TRY400 (its message is all there is to know)
        report = unwritten(report, exc)
    run.close()
    return report


def _rewritten(crawler: Crawler, report: Report, reason: str, message: str | None) -> Report:
    corrected = died_since(report, reason=reason, message=message)
    write_report(DataLayout.of(crawler.settings), corrected)
    return corrected


def _unwritten(crawler: Crawler, reason: str, message: str) -> Report:
    spider = crawler.spidercls.name
    return report_without_run(spider, _source(crawler), reason=reason, message=message)


def _told(error: BaseException) -> str:
    """Return the error as its reader needs it; an unforeseen one goes to the log whole."""
    if isinstance(error, FtcrawlerError):
        message = f"Erreur: {error}"
        if not isinstance(error, ArgumentError):  # who typed it reads the closing lines
            logger.error("%s", message)
        return message
    logger.error("Erreur imprévue", exc_info=error)
    return unforeseen(error)


def _run_of(crawler: Crawler) -> Run:
    try:
        extension = crawler.get_extension(CurrentRun)
    except RuntimeError:  # it died before the extensions were there
        extension = None
    if extension is not None:
        return extension.run
    layout, source = DataLayout.of(crawler.settings), _source(crawler)
    run = begin_run(layout, crawler.spidercls.name, paris_now(), to_upload=False, source=source)
    try:
        tell_run(crawler.settings["FT_RUN_FILE"], run)
    except StorageError as exc:  # this may be what it died of, which its report tells
        logger.error("%s", exc)  # noqa: TRY400 (its message is all there is to know)
    return run


def _reading(crawler: Crawler) -> Reading:
    """Return what the spider read; if it never came to be, nothing is settled."""
    return crawler.spider.reading() if isinstance(crawler.spider, ApiSpider) else Reading()


def _source(crawler: Crawler) -> str:
    return source_of(crawler.settings["FT_API_URL"])
