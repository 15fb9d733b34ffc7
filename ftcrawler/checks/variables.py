"""Whether a variable is there and holds what was meant, without ever showing it."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ftcrawler.api.addresses import CREDENTIALS, address_fault
from ftcrawler.checks.findings import failed, notice, ok

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.checks.findings import Finding

QUOTES: Final = "\"'`´‘’“”«»"


def check_value(name: str, value: str, *, spaced: bool = False) -> Finding:
    """Find blanks and quotes that a copy brought along; *spaced* values may have inner blanks.

    >>> check_value("CLE", " abc'").told
    'guillemet à la fin, blanc ou caractère invisible au début'
    >>> print(check_value("PORTEE", "un deux", spaced=True))
    ok    PORTEE : présente, bien formée
    """
    if not value.strip():
        return failed(
            name,
            "absente ou vide",
            "Écrivez sa valeur dans .env (LISEZMOI.md, « Le fichier .env »), dans le dossier "
            "courant ou au-dessus, et fermez tout guillemet ouvert",
        )
    quote = _where(value, _is_quote)
    blank = _where(value, _is_blank, inner=not spaced)
    if quote or blank:
        named = (("guillemet", quote), ("blanc ou caractère invisible", blank))
        told = ", ".join(f"{thing} {where}" for thing, where in named if where)
        return failed(name, told, "Récrivez la valeur sans guillemets ni blancs en trop")
    return ok(name, "présente, bien formée")


def check_address(name: str, value: str) -> Finding:
    """Check the address of a service.

    >>> print(check_address("URL", "https://api.test/o"))
    ok    URL : https://api.test
    >>> print(check_address("URL", "api.test"))
    ÉCHEC URL : adresse mal formée (sans http:// ni https:// au début). Remède : Écrivez \
https://, puis le nom du serveur, et rien d'autre.
    """
    if (finding := check_value(name, value)).level != "ok":
        return finding
    if fault := address_fault(value):
        if fault == CREDENTIALS:
            return failed(name, fault, "Retirez ce qui précède @")
        told = f"adresse mal formée ({fault})"
        return failed(name, told, "Écrivez https://, puis le nom du serveur, et rien d'autre")
    parts = urlsplit(value)
    host = parts.hostname or ""
    if parts.scheme == "http" and not _is_local(host):
        told = f"{place(value)}, sans chiffrement : la clé secrète y passe en clair"
        return notice(name, told, "Écrivez https://")
    return ok(name, place(value))


def place(url: str) -> str:
    """Return the part of an address that names a server."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _where(value: str, fault: Callable[[str], bool], *, inner: bool = True) -> str:
    found = []
    if fault(value[0]):
        found.append("au début")
    if fault(value[-1]):
        found.append("à la fin")
    if not found and inner and any(map(fault, value)):
        found.append("au milieu")
    return " et ".join(found)


def _is_quote(character: str) -> bool:
    return character in QUOTES


def _is_blank(character: str) -> bool:
    return character.isspace() or not character.isprintable()


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
