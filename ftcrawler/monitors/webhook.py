"""Alerts as JSON to any web address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spidermon.exceptions import SkipAction  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.monitors.alert_action import AlertAction
from ftcrawler.monitors.web_post import post, web_address

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ftcrawler.monitors.alert_notice import Notice
    from ftcrawler.secret import Secret


class WebhookAlerts(AlertAction):
    """Setting: `FT_ALERT_WEBHOOK_URL`."""

    to = "webhook"

    def __init__(self, url: Secret | None) -> None:
        super().__init__()
        self._url = url

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:
        """Read the address."""
        name = "FT_ALERT_WEBHOOK_URL"
        return {"url": web_address(name, crawler.settings[name])}

    def send(self, notice: Notice) -> None:
        """Post the alerts and the run's figures."""
        if self._url is None:
            raise SkipAction("FT_ALERT_WEBHOOK_URL")
        post(self._url, notice.data)
