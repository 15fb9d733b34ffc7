"""What the answer of the token service says of the service, the credentials and the scopes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import orjson

from ftcrawler.api.refusal_messages import TOKEN_REFUSALS, token_refusal
from ftcrawler.auth.token import Token
from ftcrawler.checks.exchange import REDIRECTS
from ftcrawler.checks.findings import failed, ok, skipped
from ftcrawler.checks.variables import place
from ftcrawler.exceptions import PageShapeError

if TYPE_CHECKING:
    from ftcrawler.checks.exchange import Answer
    from ftcrawler.checks.findings import Finding

SERVICE: Final = "service de tokens"
CREDENTIALS: Final = "identifiants"
SCOPE: Final = "portées"
OK: Final = 200
SERVER_ERROR: Final = 500
BUSY: Final = frozenset({408, 429})
CHECK_HOST: Final = "Vérifiez le réseau, le proxy et URL_POLE_EMPLOI"


def unreached(host: str, cause: str) -> list[Finding]:
    """Say that the token service cannot be used, and what is not known for that reason."""
    return _no_service(f"{place(host)} : {cause}", CHECK_HOST)


def read_token_answer(answer: Answer, host: str, scope: str) -> tuple[list[Finding], Token | None]:
    """Return a finding for each of the three, and the token if there is one."""
    status = answer.status
    if status == OK:
        return _given(answer, host, scope)
    reached = ok(SERVICE, f"répond ({place(host)})")
    refusal = token_refusal(answer.body)
    code = refusal.partition(":")[0]
    if status in BUSY or status >= SERVER_ERROR:
        told = f"{place(host)} : en panne ou surchargé (HTTP {status})"
        return _no_service(told, "Réessayez plus tard"), None
    if status in REDIRECTS:
        told = f"{place(host)} : renvoie ailleurs (HTTP {status}), ce qui n'a pas été suivi"
        return _no_service(told, "Vérifiez URL_POLE_EMPLOI et le proxy"), None
    if code not in TOKEN_REFUSALS:
        told = f"{place(host)} : réponse inattendue (HTTP {status} : {refusal})"
        return _no_service(told, "Vérifiez URL_POLE_EMPLOI et le proxy"), None
    if code == "invalid_scope":
        remedy = (
            "Ajoutez l'API « Offres d'emploi v2 » à votre application sur francetravail.io, et "
            "supprimez POLE_EMPLOI_SCOPE de .env"
        )
        refused = failed(SCOPE, f"refusées ({refusal})", remedy)
        return [reached, ok(CREDENTIALS, "acceptés"), refused], None
    remedy = (
        "Recopiez POLE_EMPLOI_CLIENT_ID et POLE_EMPLOI_CLIENT_SECRET depuis francetravail.io, et "
        "acceptez-y la licence de l'API"
    )
    refused = failed(CREDENTIALS, f"refusés ({refusal})", remedy)
    return [reached, refused, skipped(SCOPE, CREDENTIALS)], None


def _given(answer: Answer, host: str, scope: str) -> tuple[list[Finding], Token | None]:
    try:
        token = Token.from_body(answer.body, requested_at=time.monotonic())
    except PageShapeError as exc:
        told = f"{place(host)} : {exc}"
        return _no_service(told, "Vérifiez URL_POLE_EMPLOI et le proxy"), None
    findings = [
        ok(SERVICE, f"répond ({place(host)})"),
        ok(CREDENTIALS, f"acceptés, token valable {token.lifetime:.0f} s"),
    ]
    # RFC 6749, 5.1: a service that grants all that was asked need not say so.
    granted = orjson.loads(answer.body).get("scope") or scope
    lacking = set(scope.split()) - set(str(granted).split())
    lacking = {name for name in lacking if not name.startswith("application_")}
    if lacking:
        remedy = "Ajoutez l'API « Offres d'emploi v2 » à votre application sur francetravail.io"
        return [*findings, failed(SCOPE, f"non accordées : {_listed(lacking)}", remedy)], None
    return [*findings, ok(SCOPE, _listed(scope.split()))], token


def _listed(scopes: set[str] | list[str]) -> str:
    return ", ".join(sorted(scopes))


def _no_service(told: str, remedy: str) -> list[Finding]:
    return [
        failed(SERVICE, told, remedy),
        skipped(CREDENTIALS, SERVICE),
        skipped(SCOPE, SERVICE),
    ]
