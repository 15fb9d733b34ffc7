"""Alerts by e-mail."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from spidermon.exceptions import SkipAction  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.monitors.smtp import SmtpServer
from ftcrawler.monitors.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler

    from ftcrawler.monitors.notice import Notice


class MailAlerts(Telling):
    """Settings: `FT_ALERT_EMAIL_TO`, `FT_ALERT_EMAIL_FROM`, `FT_ALERT_SMTP_URL`."""

    to = "e-mail"

    def __init__(self, server: SmtpServer | None, sender: str, recipients: Sequence[str]) -> None:
        super().__init__()
        self._server = server
        self._sender = sender
        self._recipients = recipients

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:
        """Read the server and the addresses; nobody to write to needs no server."""
        settings = crawler.settings
        recipients = [each.strip() for each in settings.getlist("FT_ALERT_EMAIL_TO")]
        recipients = [each for each in recipients if each]
        server = SmtpServer.parse(settings["FT_ALERT_SMTP_URL"]) if recipients else None
        sender = settings["FT_ALERT_EMAIL_FROM"] or (recipients[0] if recipients else "")
        return {"server": server, "sender": sender, "recipients": recipients}

    def send(self, notice: Notice) -> None:
        """Send one message to all recipients."""
        if self._server is None:
            raise SkipAction("FT_ALERT_EMAIL_TO")
        message = EmailMessage()
        message["Subject"] = notice.subject
        message["From"] = self._sender
        message["To"] = ", ".join(self._recipients)
        message.set_content(notice.text)
        self._server.send(message)
