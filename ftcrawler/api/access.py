"""Answers that no page comes with: which ones say that none ever will, and what mends that."""

from __future__ import annotations

from typing import Final

from ftcrawler.api.page import PAGE_STATUSES, is_markup
from ftcrawler.api.refusal_messages import refusal_message
from ftcrawler.exceptions import (
    AccessRefusedError,
    AnswerStatusError,
    ApiError,
    HtmlPageError,
    PageShapeError,
    RequestRefusedError,
)
from ftcrawler.quoting import one_line

# What was asked is at fault: a criterion, an offset, an address too long.
OF_THE_REQUEST: Final = frozenset({400, 413, 414, 416, 422, 431})
PASSING: Final = frozenset({408, 425, 429})
SERVER_ERROR: Final = 500
REDIRECTS: Final = range(300, 400)
PROXY_REFUSES: Final = 407
# A portal that wants somebody to log in: of all 5xx, the one that does not pass by itself.
PORTAL_ASKS: Final = 511

PROXY_ASKS: Final = "authentification demandée par le proxy"
PROXY: Final = (
    "Vérifiez HTTPS_PROXY et HTTP_PROXY : le proxy attend un nom et un mot de passe, "
    "http://nom:mot_de_passe@proxy:port"
)
PORTAL: Final = (
    "Sans doute un portail ou un proxy : ouvrez-en la session, ou vérifiez HTTPS_PROXY et "
    "{variable}"
)
SUBSCRIPTION: Final = (
    "Vérifiez sur francetravail.io que l'application est abonnée à l'API « Offres d'emploi v2 » "
    "et que sa licence est acceptée, et que l'adresse IP de cette machine n'est pas bloquée"
)
REMEDIES: Final[dict[int, str]] = {
    401: SUBSCRIPTION,
    403: SUBSCRIPTION,
    404: "Vérifiez {variable}",
    410: "Vérifiez {variable}",
    PROXY_REFUSES: PROXY,
    PORTAL_ASKS: PORTAL,
}


def judge_status(status: int, body: bytes) -> None:
    """Raise what a status without a page means.

    >>> judge_status(206, b"")
    >>> judge_status(403, b"<html>")
    Traceback (most recent call last):
    ftcrawler.exceptions.AccessRefusedError: HTTP 403 : page HTML
    """
    if status in PAGE_STATUSES:
        if is_markup(body):
            raise HtmlPageError(f"réponse illisible (page HTML, {len(body)} octets)")
        return
    if is_passing(status):
        raise AnswerStatusError(status)
    if status in OF_THE_REQUEST:
        raise RequestRefusedError(status, one_line(refusal_message(body)))
    raise AccessRefusedError(status, told(status, body))


def is_passing(status: int) -> bool:
    """Tell whether a status asks to come back later.

    >>> is_passing(503), is_passing(429), is_passing(403), is_passing(511)
    (True, True, False, False)
    """
    return status in PASSING or (status >= SERVER_ERROR and status != PORTAL_ASKS)


def told(status: int, body: bytes) -> str:
    """Return what came with a refusal, in a few words.

    >>> told(302, b"Found"), told(410, b"")
    ("renvoie ailleurs, ce qui n'a pas été suivi", 'réponse vide')
    """
    if status in REDIRECTS:
        return "renvoie ailleurs, ce qui n'a pas été suivi"
    if status == PROXY_REFUSES:
        return PROXY_ASKS
    if is_markup(body):
        return "page HTML"
    return one_line(refusal_message(body))


def is_refusal(error: ApiError) -> bool:
    """Tell whether an answer says that waiting will not help."""
    return isinstance(error, (AccessRefusedError, HtmlPageError))


def refuses_all(error: ApiError) -> str:
    """Return who gives access to nothing.

    >>> refuses_all(AccessRefusedError(407, PROXY_ASKS))
    'le proxy ne laisse rien passer (HTTP 407 : authentification demandée par le proxy)'
    """
    if isinstance(error, AccessRefusedError) and error.status == PROXY_REFUSES:
        return f"le proxy ne laisse rien passer ({error})"
    return f"l'API ne donne accès à rien ({error})"


def holds_all_wrong(error: RequestRefusedError) -> str:
    """Return what the API says to every request."""
    return f"l'API rejette tout ce qui lui est demandé ({error})"


def remedy(error: ApiError, variable: str = "URL_API_FRANCE_TRAVAIL") -> str:
    """Return what to do where nothing else comes; *variable* has the address that was asked.

    >>> remedy(AccessRefusedError(404))
    'Vérifiez URL_API_FRANCE_TRAVAIL'
    """
    if isinstance(error, HtmlPageError):
        return PORTAL.format(variable=variable)
    if isinstance(error, RequestRefusedError):
        return f"Vérifiez les critères de la recherche et {variable}"
    if not isinstance(error, AccessRefusedError):
        if isinstance(error, (AnswerStatusError, PageShapeError)):
            return "Relancez la même commande plus tard : elle reprendra où celle-ci s'arrête"
        return (
            f"Vérifiez le réseau, le proxy (HTTPS_PROXY) et {variable}, puis relancez la même "
            "commande"
        )
    elsewhere = "Vérifiez {variable} et le proxy (HTTPS_PROXY)"
    return REMEDIES.get(error.status, elsewhere).format(variable=variable)
