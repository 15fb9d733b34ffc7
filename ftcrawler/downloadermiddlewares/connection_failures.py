"""Failures of the connection itself, as Scrapy names them, told in French."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.utils.misc import load_object
from service_identity import VerificationError
from twisted.web.client import ResponseNeverReceived

from ftcrawler.api.access import PROXY_ASKS, PROXY_REFUSES
from ftcrawler.downloadermiddlewares.compression import TOO_LARGE
from ftcrawler.exceptions import (
    AccessRefusedError,
    ApiError,
    ConnectionFailedError,
    PageShapeError,
)

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.settings import BaseSettings

IN_FRENCH: dict[type[Exception], str] = {
    CannotResolveHostError: "nom d'hôte introuvable",
    DownloadConnectionRefusedError: "connexion refusée",
    DownloadTimeoutError: "pas de réponse dans le délai",
    ResponseDataLossError: "réponse tronquée",
}
UNREACHED = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError)
OTHERWISE = "connexion coupée"
CERTIFICATE = "certificat TLS refusé"


def connection_failures(settings: BaseSettings) -> tuple[type[Exception], ...]:
    """Return the exceptions that Scrapy itself holds to be worth a retry, and answers cut off."""
    failures = [load_object(name) for name in settings.getlist("RETRY_EXCEPTIONS")]
    return (*failures, DownloadCancelledError)


def connection_failed(request: Request, exception: Exception) -> ApiError:
    """Return our error for a failure of the connection, or of the proxy before it."""
    if isinstance(exception, DownloadCancelledError):  # it is larger than DOWNLOAD_MAXSIZE
        return PageShapeError(TOO_LARGE)
    if isinstance(exception, TunnelError):
        return _tunnel_refused(str(exception))
    told = next((text for kind, text in IN_FRENCH.items() if isinstance(exception, kind)), None)
    if told and request.meta.get("proxy") and isinstance(exception, UNREACHED):
        told = f"proxy injoignable ({told})"
    if told is None and _is_certificate(exception.__cause__):
        told = CERTIFICATE
    return ConnectionFailedError(told or f"{OTHERWISE} ({type(exception).__name__})")


def _tunnel_refused(told: str) -> ApiError:
    """Return what a proxy said to CONNECT: that it does not know us, or that it cannot.

    >>> _tunnel_refused("Could not open CONNECT tunnel with proxy p:1 [{'status': 407, 'reason'")
    AccessRefusedError('HTTP 407 : authentification demandée par le proxy')
    """
    found = re.search(r"'status': (\d{3})", told)
    status = int(found[1]) if found else 0
    if status == PROXY_REFUSES:
        return AccessRefusedError(status, PROXY_ASKS)
    return ConnectionFailedError("le proxy refuse" + (f" (HTTP {status})" if status else ""))


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
