"""Failures of the connection itself, as Scrapy names them, told in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.utils.misc import load_object
from service_identity import VerificationError
from twisted.web.client import ResponseNeverReceived

from ftcrawler.exceptions import ConnectionFailedError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

IN_FRENCH: dict[type[Exception], str] = {
    CannotResolveHostError: "nom d'hôte introuvable",
    DownloadConnectionRefusedError: "connexion refusée",
    DownloadTimeoutError: "pas de réponse dans le délai",
    ResponseDataLossError: "réponse tronquée",
}
OTHERWISE = "connexion coupée"
CERTIFICATE = "certificat TLS refusé"


def connection_failures(settings: BaseSettings) -> tuple[type[Exception], ...]:
    """Return the exceptions that Scrapy itself holds to be worth a retry."""
    return tuple(load_object(name) for name in settings.getlist("RETRY_EXCEPTIONS"))


def connection_failed(exception: Exception) -> ConnectionFailedError:
    """Return our error for a failure of the connection."""
    told = next((text for kind, text in IN_FRENCH.items() if isinstance(exception, kind)), None)
    if told is None and _is_certificate(exception.__cause__):
        told = CERTIFICATE
    return ConnectionFailedError(told or f"{OTHERWISE} ({type(exception).__name__})")


def _is_certificate(cause: BaseException | None) -> bool:
    """Tell whether a certificate is at fault: of an unknown authority, too old, or another's."""
    if not isinstance(cause, ResponseNeverReceived):
        return False
    errors = [reason.value for reason in cause.reasons]
    return any(
        isinstance(error, VerificationError)
        or (isinstance(error, SSL.Error) and "certificate" in str(error))
        for error in errors
    )
