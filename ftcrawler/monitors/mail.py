"""Alerts by e-mail."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Final

from spidermon.exceptions import SkipAction  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.monitors.alert_action import AlertAction
from ftcrawler.monitors.smtp import SmtpServer
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scrapy.crawler import Crawler

    from ftcrawler.monitors.alert_notice import Notice

LOCAL_USER: Final = re.compile(r"[\w.+-]+", re.ASCII)


class MailAlerts(AlertAction):
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
        recipients = _mailboxes("FT_ALERT_EMAIL_TO", settings.getlist("FT_ALERT_EMAIL_TO"))
        server = SmtpServer.parse(settings["FT_ALERT_SMTP_URL"]) if recipients else None
        senders = _mailboxes("FT_ALERT_EMAIL_FROM", [settings["FT_ALERT_EMAIL_FROM"] or ""])
        sender = (senders or recipients or [""])[0]
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


def _mailboxes(name: str, values: Iterable[str]) -> list[str]:
    """Return the addresses of the setting *name*; raise ConfigurationError for what is none."""
    given = [text for value in values if (text := str(value).strip())]
    if strange := [text for text in given if not _is_mailbox(text)]:
        raise ConfigurationError(
            f"{name} : « {one_line(strange[0])} » n'est pas une adresse e-mail. Écrivez "
            "nom@exemple.fr, sans accents ; plusieurs se séparent par des virgules."
        )
    return given


def _is_mailbox(text: str) -> bool:
    """Tell whether it is one address, with or without a name before it, or a local user.

    >>> [_is_mailbox(each) for each in ("a@b.fr", "Moi <a@b.fr>", "root", "a@", "a@[", "a@b c@d")]
    [True, True, True, False, False, False]
    """
    if LOCAL_USER.fullmatch(text):
        return True
    try:
        header: Any = HeaderRegistry()("To", text)
        (address,) = header.addresses
    except (AttributeError, LookupError, ValueError, HeaderParseError):  # of Python's own parser
        return False
    both = address.username and address.domain
    return bool(both) and not header.defects and address.addr_spec.isascii()
