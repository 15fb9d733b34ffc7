"""Have spidermon's monitors look at a run, however it ended."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from scrapy.utils.misc import load_object
from spidermon import MonitorSuite  # type: ignore[import-untyped]  # it ships no types
from spidermon.runners import MonitorRunner  # type: ignore[import-untyped]

from ftcrawler.exceptions import ConfigurationError, FtcrawlerError
from ftcrawler.monitors.alert_notice import make_notice
from ftcrawler.monitors.thresholds import Thresholds
from ftcrawler.quoting import one_line
from ftcrawler.reporting.past_runs import PastRuns
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.run_name import RunName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scrapy.crawler import Crawler

    from ftcrawler.runs.report import Report

logger = logging.getLogger(__name__)


class RunMonitors:
    """Settings: `FT_MONITORS`, `FT_ALERT_*`.

    An extension, so that a wrong setting ends the run before its first request. `scrapy crawl`
    has it look once the report is final: spidermon's own extension would not see a run that died
    before its spider opened.
    """

    def __init__(self, suites: Sequence[Any], thresholds: Thresholds, layout: DataLayout) -> None:
        self._suites = suites
        self._thresholds = thresholds
        self._layout = layout

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Load the suites; raise ConfigurationError for what cannot be used."""
        settings = crawler.settings
        paths = settings.getlist("FT_MONITORS")
        return cls(
            [_suite(path, crawler) for path in paths],
            Thresholds.from_settings(settings),
            DataLayout.of(settings),
        )

    def look(
        self, report: Report, crawler: Crawler, values: Mapping[str, Any], *, exit_code: int
    ) -> None:
        """Run every suite and its actions; *values* are Scrapy's statistics. It may block."""
        # What left no report has no name, and no past.
        name = report.name or RunName.of(report.spider, paris_now())
        past = PastRuns(self._layout, report.source, name)
        since = next((each for each in past if each.run == report.drift.since), None)
        for suite in self._suites:
            MonitorRunner().run(
                suite,
                report=report,
                exit_code=exit_code,
                notice_of=partial(make_notice, report, exit_code),
                past=past,
                fields_before=since.fields if since else {},
                thresholds=self._thresholds,
                # What spidermon's own monitors look for.
                stats=dict(values),
                crawler=crawler,
                spider=crawler.spider,
            )


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


def _suite(path: Any, crawler: Crawler) -> Any:  # noqa: ANN401 (Scrapy takes a path or a class)
    shown = one_line(str(path))
    try:
        suite = load_object(path)
    except (ImportError, NameError, ValueError) as exc:
        said = one_line(str(exc))
        raise ConfigurationError(f"FT_MONITORS : « {shown} » introuvable ({said}).") from exc
    if not (isinstance(suite, type) and issubclass(suite, MonitorSuite)):
        raise ConfigurationError(f"FT_MONITORS : « {shown} » n'est pas une MonitorSuite.")
    try:
        return suite(crawler=crawler)
    except ConfigurationError:
        raise
    except Exception as exc:  # whatever spidermon, or a suite of somebody's own, raises
        said = one_line(str(exc))
        raise ConfigurationError(f"FT_MONITORS : « {shown} » est inutilisable ({said}).") from exc
