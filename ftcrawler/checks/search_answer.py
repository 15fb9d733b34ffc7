"""What the answer to one search says of the API, its quota and our clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.api.page import PAGE_STATUSES, read_page
from ftcrawler.api.refusal_messages import refusal_message
from ftcrawler.checks.exchange import REDIRECTS
from ftcrawler.checks.findings import failed, notice, ok, skipped
from ftcrawler.checks.variables import place
from ftcrawler.exceptions import PageShapeError
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from ftcrawler.checks.exchange import Answer
    from ftcrawler.checks.findings import Finding

SEARCH: Final = "recherche"
QUOTA: Final = "en-têtes de quota"
CLOCK: Final = "horloge"
UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403
TOO_MANY_REQUESTS: Final = 429
SERVER_ERROR: Final = 500
LIMIT_HEADER: Final = "X-Ratelimit-Replenish-Rate-Clientidlimiter"
REMAINING_HEADER: Final = "X-Ratelimit-Remaining-Clientidlimiter"
# Seconds; Date is whole seconds, and an answer may take some of its own.
GREATEST_SKEW: Final = 60
CHECK_API: Final = "Vérifiez URL_API_FRANCE_TRAVAIL et le proxy"
SUBSCRIBE: Final = (
    "Ajoutez l'API « Offres d'emploi v2 » à votre application sur francetravail.io, et "
    "acceptez-y sa licence"
)


def unreached(base: str, cause: str) -> Finding:
    """Say that the API cannot be reached."""
    remedy = "Vérifiez le réseau, le proxy et URL_API_FRANCE_TRAVAIL"
    return failed(SEARCH, f"{place(base)} : {cause}", remedy)


def read_search_answer(answer: Answer, base: str) -> Finding:
    """Judge a search of one offer."""
    status = answer.status
    if status in PAGE_STATUSES:
        return _judge_page(answer, base)
    told, remedy = _refused(answer)
    return failed(SEARCH, f"{place(base)} : {told}", remedy)


def _judge_page(answer: Answer, base: str) -> Finding:
    try:
        header = answer.headers.get("Content-Range")
        page = read_page(answer.status, header, answer.body, lenient=True)
    except PageShapeError as exc:
        return _unusable(base, str(exc))
    if page.defects:
        return _unusable(base, page.defects[0])
    total = f"{page.total:,}".replace(",", " ")
    return ok(SEARCH, f"{place(base)} annonce {total} offres")


def _unusable(base: str, fault: str) -> Finding:
    told, _, _ = one_line(fault).partition(" : ")  # the rest is for who reads JSON
    return failed(SEARCH, f"{place(base)} : {told}", CHECK_API)


def _refused(answer: Answer) -> tuple[str, str]:
    status = answer.status
    if status == TOO_MANY_REQUESTS:
        wait = one_line(answer.headers.get("Retry-After", ""))
        asked = f", attente demandée : {wait} s" if wait else ""
        return (
            f"trop de requêtes (HTTP 429{asked})",
            "Attendez, et cherchez quel autre programme emploie ces identifiants",
        )
    if status == UNAUTHORIZED:
        return "token refusé (HTTP 401)", SUBSCRIBE
    if status == FORBIDDEN:
        return "accès refusé (HTTP 403)", SUBSCRIBE
    if status >= SERVER_ERROR:
        return f"API en panne (HTTP {status})", "Réessayez plus tard"
    if status in REDIRECTS:
        return f"renvoie ailleurs (HTTP {status}), ce qui n'a pas été suivi", CHECK_API
    return f"HTTP {status} : {refusal_message(answer.body)}", CHECK_API


def check_quota_headers(answer: Answer | None) -> Finding:
    """Say which limit the API announces, if it does: crawls keep to it."""
    if answer is None or answer.status not in PAGE_STATUSES | {TOO_MANY_REQUESTS}:
        return skipped(QUOTA, SEARCH)
    limit = one_line(answer.headers.get(LIMIT_HEADER, ""))
    if not limit:
        remedy = "Rien à faire, les collectes s'en tiennent à FT_QUOTA"
        return notice(QUOTA, "absents", remedy)
    left = one_line(answer.headers.get(REMAINING_HEADER, "?"))
    return ok(QUOTA, f"{limit} requêtes par seconde, reste {left}")


def check_clock(skew: float | None) -> Finding:
    """Compare the clock of this machine with the server's.

    >>> print(check_clock(-3600.0))
    avis  horloge : en retard de 3600 s. Remède : Mettez cette machine à l'heure (NTP).
    """
    if skew is None:
        return skipped(CLOCK, "une réponse datée")
    if abs(skew) <= GREATEST_SKEW:
        return ok(CLOCK, "à l'heure, à moins d'une minute")
    side = "en avance" if skew > 0 else "en retard"
    return notice(CLOCK, f"{side} de {abs(skew):.0f} s", "Mettez cette machine à l'heure (NTP)")
