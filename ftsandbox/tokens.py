"""The token service's rules: who gets a token, and how long it is good (docs/api.md 1)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

REALMS = ("/partenaire", "partenaire")
SCOPES = frozenset({"api_offresdemploiv2", "o2dsoffre"})
INVALID_CLIENT = ("invalid_client", "Client authentication failed")


class TokenRefusal(Exception):  # noqa: N818 (an answer of the service, not an error of ours)
    """A token request answered with 400: `args` are the OAuth2 error and its description."""


class Tokens:
    """Gives tokens and knows whose they are; several of one client are good at once.

    Without `client_id`, any credentials that are not empty do. Times are in seconds.
    """

    def __init__(self, lifetime: float, client_id: str | None, client_secret: str | None) -> None:
        self.lifetime = lifetime
        self.given = 0
        self._credentials = (client_id, client_secret)
        self._holders: dict[str, tuple[str, float]] = {}

    def give(self, realm: str, form: Mapping[str, str], now: float) -> dict[str, object]:
        """Return the service's answer to *form*; raise TokenRefusal."""
        if realm not in REALMS:
            raise TokenRefusal("invalid_request", "Invalid realm")
        grant = form.get("grant_type", "")
        if grant != "client_credentials":
            raise TokenRefusal("unsupported_grant_type", f"Grant type is not supported: {grant}")
        client = form.get("client_id", "")
        if not self._knows(client, form.get("client_secret", "")):
            raise TokenRefusal(*INVALID_CLIENT)
        scope = _checked_scope(form.get("scope", ""), client)
        token = secrets.token_urlsafe(20)
        self._holders[token] = (client, now + self.lifetime)
        self.given += 1
        return {
            "scope": scope,
            "expires_in": int(self.lifetime),
            "token_type": "Bearer",
            "access_token": token,
        }

    def holder(self, authorization: str, now: float) -> str | None:
        """Return the client id whose token *authorization* carries; None if it is no good."""
        kind, _, token = authorization.partition(" ")
        client, end = self._holders.get(token, ("", 0.0))
        return client if kind == "Bearer" and client and now < end else None

    def _knows(self, client: str, secret: str) -> bool:
        expected_client, expected_secret = self._credentials
        return (
            bool(client and secret)
            and expected_client in (None, client)
            and expected_secret in (None, secret)
        )


def _checked_scope(scope: str, client: str) -> str:
    asked = scope.split()
    known = SCOPES | {f"application_{client}"}
    wrong = [word for word in asked if word not in known]
    if wrong or not set(asked) >= SCOPES:
        raise TokenRefusal("invalid_scope", f"Unknown/invalid scope(s): [{', '.join(wrong)}]")
    return " ".join(word for word in asked if word in SCOPES)
