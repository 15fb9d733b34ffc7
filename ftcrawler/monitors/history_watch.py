"""Have spidermon's monitors look at the history, after an update."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from scrapy import Spider
from scrapy.crawler import Crawler
from spidermon.runners import MonitorRunner  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.history.files.manifest import read_manifest
from ftcrawler.history.showing.standing import standing_of
from ftcrawler.monitors.alert_notice import make_history_notice
from ftcrawler.monitors.history_suite import HistorySuite
from ftcrawler.monitors.thresholds import limit
from ftcrawler.runs.paris_time import paris_now

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from ftcrawler.runs.layout import DataLayout

logger = logging.getLogger(__name__)


def watch_history(
    settings: BaseSettings, layout: DataLayout, source: str, *, exit_code: int
) -> None:
    """Look at the history of *source*; what goes wrong here changes nothing else. It may block.

    Settings: `FT_ALERT_*`; without `FT_MONITORS`, nothing is looked at. Without a history there is
    nothing to look at. *exit_code* is what the process will end with.
    """
    if not settings.getlist("FT_MONITORS"):
        return
    try:
        _look(settings, layout, source, exit_code)
    except FtcrawlerError as exc:
        logger.warning("Historique non surveillé : %s", exc)
    except Exception:  # whatever spidermon raises
        logger.exception("Surveillance en panne : les alertes peuvent manquer.")


def _look(settings: BaseSettings, layout: DataLayout, source: str, exit_code: int) -> None:
    manifest = read_manifest(layout, source)
    if manifest is None:
        return
    standing = standing_of(layout, manifest)
    # Actions take their settings from a crawler; there is none, and no spider.
    crawler = Crawler(Spider, dict(settings))
    MonitorRunner().run(
        HistorySuite(crawler=crawler),
        standing=standing,
        now=paris_now(),
        reading_hours=limit(settings, "FT_ALERT_READING_HOURS"),
        candidate_hours=limit(settings, "FT_ALERT_CANDIDATE_HOURS"),
        notice_of=partial(make_history_notice, standing, str(layout.root), exit_code),
    )
