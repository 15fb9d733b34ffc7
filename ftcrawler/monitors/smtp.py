"""The mail server that alerts go through."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote, urlsplit

from ftcrawler.exceptions import ConfigurationError, ConnectionFailedError
from ftcrawler.quoting import one_line
from ftcrawler.secret import Secret, hide_accounts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

PORTS: Final = {"smtp": 587, "smtps": 465}
TIMEOUT: Final = 20.0  # seconds
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
FORM: Final = "smtp://utilisateur:mot-de-passe@serveur:587"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A server; `encrypted` from the first byte, else as soon as it offers STARTTLS."""

    host: str
    port: int
    encrypted: bool
    user: str
    password: Secret

    @classmethod
    def parse(cls, text: str | None) -> Self:
        """Read FT_ALERT_SMTP_URL; raise ConfigurationError, which does not tell the password.

        >>> SmtpServer.parse("smtp://moi:s%40cret@mail.example.org")
        SmtpServer(host='mail.example.org', port=587, encrypted=False, user='moi', password=<set>)
        """
        try:
            parts = urlsplit(text or "")
            port = parts.port
        except ValueError:  # whose message quotes the address
            parts, port = urlsplit(""), None
        if parts.scheme not in PORTS or not parts.hostname or port == 0:
            raise ConfigurationError(
                f"FT_ALERT_SMTP_URL : adresse de la forme {FORM} attendue, ou en smtps://. Un mot "
                "de passe avec des signes spéciaux s'écrit encodé (%40 pour @)."
            )
        hide_accounts(text)
        return cls(
            host=parts.hostname,
            port=port or PORTS[parts.scheme],
            encrypted=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=Secret(unquote(parts.password or "")),
        )

    def send(self, message: EmailMessage) -> None:
        """Send a message to those it names; raise ConnectionFailedError, or another OSError."""
        with _in_french(), self._connection() as connection:
            if self.user:
                connection.login(self.user, self.password)
            connection.send_message(message)

    def _connection(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.encrypted:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        connection = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        connection.ehlo()
        if connection.has_extn("starttls"):
            connection.starttls(context=context)
        elif self.user and self.host not in LOOPBACK:
            connection.close()
            raise ConnectionFailedError("le serveur ne chiffre pas, le mot de passe n'est pas dit")
        return connection


@contextmanager
def _in_french() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPResponseException as exc:
        said = exc.smtp_error
        text = said.decode(errors="replace") if isinstance(said, bytes) else said
        raise ConnectionFailedError(f"le serveur répond {exc.smtp_code} {one_line(text)}") from exc
    except ssl.SSLCertVerificationError as exc:
        raise ConnectionFailedError("certificat TLS refusé") from exc
    except smtplib.SMTPRecipientsRefused as exc:
        raise ConnectionFailedError(
            f"destinataires refusés : {one_line(', '.join(exc.recipients))}"
        ) from exc
