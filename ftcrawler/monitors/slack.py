"""Alerts to a Slack channel, through an incoming webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spidermon.exceptions import SkipAction  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.monitors.alert_action import AlertAction
from ftcrawler.monitors.web_post import post, web_address

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ftcrawler.monitors.alert_notice import Notice
    from ftcrawler.secret import Secret


class SlackAlerts(AlertAction):
    """Setting: `FT_ALERT_SLACK_URL`."""

    to = "Slack"

    def __init__(self, url: Secret | None) -> None:
        super().__init__()
        self._url = url

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:
        """Read the address of the webhook."""
        name = "FT_ALERT_SLACK_URL"
        return {"url": web_address(name, crawler.settings[name])}

    def send(self, notice: Notice) -> None:
        """Post the text; what could be markup in it is escaped."""
        if self._url is None:
            raise SkipAction("FT_ALERT_SLACK_URL")
        post(self._url, {"text": _escaped(notice.text)})


def _escaped(text: str) -> str:
    """Escape the three signs that Slack reads as markup.

    >>> _escaped("a < b & c > d")
    'a &lt; b &amp; c &gt; d'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
