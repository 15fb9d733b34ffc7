"""Mail servers that encrypt, and those that only say so."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from ftcrawler.exceptions import ConfigurationError, ConnectionFailedError
from ftcrawler.monitors.smtp import SmtpServer
from tests.crawls.tls import make_certificate, server_context


@pytest.fixture
def message():
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "essai", "a@example.org", "b@example.org"
    message.set_content("« alerte »")
    return message


@pytest.fixture
def certificate(tmp_path):
    return make_certificate(tmp_path)


@pytest.fixture(params=["smtp", "smtps"])
def encrypted(request, start_mailbox, certificate):
    """A server that encrypts: once asked by STARTTLS, or from the first byte."""
    option = {"smtp": "tls_context", "smtps": "ssl_context"}[request.param]
    return start_mailbox(request.param, **{option: server_context(certificate)})


def test_encrypted(encrypted, certificate, message, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    SmtpServer.parse(encrypted.url).send(message)
    (envelope,) = encrypted.messages
    assert envelope.rcpt_tos == ["b@example.org"]


def test_a_certificate_that_nobody_vouches_for_gets_nothing(encrypted, message):
    with pytest.raises(ConnectionFailedError, match="certificat TLS refusé"):
        SmtpServer.parse(encrypted.url).send(message)
    assert encrypted.messages == []


def test_a_password_is_not_said_in_the_clear(mailbox, message, monkeypatch):
    monkeypatch.setattr("ftcrawler.monitors.smtp.LOOPBACK", frozenset())
    with pytest.raises(ConnectionFailedError, match="ne chiffre pas"):
        SmtpServer.parse(mailbox.url).send(message)
    assert mailbox.messages == []


def test_recipients_that_are_refused(start_mailbox, message):
    mailbox = start_mailbox()
    mailbox.handle_RCPT = refuse
    with pytest.raises(ConnectionFailedError, match=r"destinataires refusés : b@example\.org"):
        SmtpServer.parse(mailbox.url).send(message)


async def refuse(server, session, envelope, address, options):
    return "550 no such user"


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://x", "smtp://", "smtp://x:port", "smtp://x:0"]
)
def test_an_address_that_is_none(url):
    with pytest.raises(ConfigurationError, match="FT_ALERT_SMTP_URL : adresse de la forme"):
        SmtpServer.parse(url)


def test_ports():
    assert SmtpServer.parse("smtp://x").port == 587
    assert SmtpServer.parse("smtps://x").port == 465
    assert SmtpServer.parse("smtps://x:2525").port == 2525
