"""Who asks for a token, and for which scopes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.secret import Secret

# Both are needed for the offers (docs/api.md 1); the second is the one that people forget.
OFFERS_SCOPE = "o2dsoffre"


@dataclass(frozen=True, slots=True)
class Credentials:
    """An application's account at France Travail; neither part appears in a repr."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    scope: str

    @classmethod
    def checked(cls, *, client_id: str, client_secret: str, scope: str) -> Self:
        """Strip blanks that a copy brought along; raise ConfigurationError for a missing part."""
        parts = {
            "POLE_EMPLOI_CLIENT_ID": client_id.strip(),
            "POLE_EMPLOI_CLIENT_SECRET": client_secret.strip(),
        }
        if missing := [name for name, value in parts.items() if not value]:
            raise ConfigurationError(
                f"{' et '.join(missing)} : valeur absente. Copiez .env.example en .env et "
                "remplissez-le (voir LISEZMOI.md, « Obtenir ses identifiants »)."
            )
        return cls(Secret(client_id.strip()), Secret(client_secret.strip()), _with_offers(scope))

    def form(self) -> dict[str, str]:
        """Return the fields of a token request (RFC 6749, 4.4.2)."""
        return {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "scope": self.scope,
        }


def _with_offers(scope: str) -> str:
    """Add the offers' scope where it is missing.

    >>> _with_offers("api_offresdemploiv2"), _with_offers("o2dsoffre  api_offresdemploiv2")
    ('api_offresdemploiv2 o2dsoffre', 'o2dsoffre api_offresdemploiv2')
    """
    scopes = scope.split()
    return " ".join(scopes if OFFERS_SCOPE in scopes else [*scopes, OFFERS_SCOPE])
