"""Where a database is, as libpq understands it; what must not be shown of that is hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.secret import Secret, secret_address

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE: Final = "postgresql://utilisateur:mot-de-passe@serveur:5432/base"
_PORTS: Final = re.compile(r"[\d,]*")
_SCHEMES: Final = ("postgresql://", "postgres://")
_SECRETS: Final = ("password", "sslpassword")
# What an address may say otherwise. A server that is gone is noticed within a minute or two.
_DEFAULTS: Final[Mapping[str, Any]] = {
    "fallback_application_name": "ftcrawler",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
# What an address may not: texts are UTF-8 here.
_OURS: Final = {"client_encoding": "utf8"}


def connection_words(address: str) -> Mapping[str, Any]:
    """Return what psycopg connects with; raise ConfigurationError for what is no address.

    What it does not say libpq finds where it always does: PGHOST, PGPASSFILE, pg_service.conf.
    """
    secret_address(address)
    address = address.strip()
    try:
        words = conninfo_to_dict(address)
    except (psycopg.Error, UnicodeError):  # they quote parts of it
        words = {}
    named = address in _SCHEMES or bool(words)
    ports = _PORTS.fullmatch(str(words.get("port", "")))
    if not named or not ports or _cuts_a_password(address, words):
        raise ConfigurationError(
            f"L'adresse de la base n'en est pas une. Donnez FT_POSTGRES_URL={EXAMPLE}, ou "
            "l'adresse à « scrapy load ». Dans un mot de passe, « @ » s'écrit %40, « / » %2F, "
            "« % » %25."
        )
    for name in _SECRETS:
        Secret(str(words.get(name) or ""))
    return {**_DEFAULTS, **words, **_OURS}


def _cuts_a_password(address: str, words: Mapping[str, Any]) -> bool:
    """Return whether libpq took the rest of a password, behind its « @ » or « / », for a place.

    It would be quoted as one.
    """
    host, database = (str(words.get(name, "")) for name in ("host", "dbname"))
    # That of a socket without a file begins with « @ ».
    return address.startswith(_SCHEMES) and ("@" in host[1:] or "@" in database)
