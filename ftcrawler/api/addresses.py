"""Where the API and its token service are.

Hosts are configurable (LISEZMOI.md, « Le fichier .env »: URL_POLE_EMPLOI and
URL_API_FRANCE_TRAVAIL); paths are the API's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import quote, unquote, urlencode, urlsplit

from ftcrawler.exceptions import ConfigurationError

TOKEN_PATH = "/connexion/oauth2/access_token?realm=%2Fpartenaire"  # noqa: S105 (a path)
SEARCH_PATH = "/v2/offres/search"
DETAIL_PATH = "/v2/offres/"
REFERENTIEL_PATH = "/v2/referentiel/"
# Where France Travail's own API is.
FRANCE_TRAVAIL: Final = "https://api.francetravail.io/partenaire/offresdemploi"
DEFAULT_PORTS = {"http": 80, "https": 443}


# Names of variables, for who has to correct them.
TOKEN_HOST: Final = "URL_POLE_EMPLOI"  # noqa: S105 (a name)
API_BASE: Final = "URL_API_FRANCE_TRAVAIL"
CREDENTIALS: Final = "nom ou mot de passe dans l'adresse"
# No more than what every library on the way leaves as it is: addresses are compared.
_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)*\.?", re.ASCII)
_PATH: Final = re.compile(r"[\w.~!$&()*+,;=:@%/-]*", re.ASCII)


def address_fault(value: str) -> str | None:
    """Say in French what keeps *value* from being the address of a service; None: nothing does.

    Blanks around it and slashes at its end are no fault. Nothing of it is quoted.

    >>> address_fault(" https://api.test/o/ "), address_fault("api.test")
    (None, 'sans http:// ni https:// au début')
    >>> address_fault("https://moi:x@api.test"), address_fault("https://api.test/o?a=1")
    ("nom ou mot de passe dans l'adresse", 'suivie de ? ou de #')
    """
    text = value.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        literal = bool(host) and parts.netloc.rpartition("@")[2].startswith("[")
        sound = bool(IPv6Address(host) if literal else _HOST.fullmatch(host)) and port != 0
    except ValueError:
        return "nom de serveur ou port mal formé"
    faults = (
        (not all(char.isprintable() and not char.isspace() for char in text), "blanc au milieu"),
        (parts.scheme not in {"http", "https"}, "sans http:// ni https:// au début"),
        ("@" in parts.netloc, CREDENTIALS),
        (not sound, "nom de serveur ou port mal formé"),
        ("?" in text or "#" in text, "suivie de ? ou de #"),
        (not _PATH.fullmatch(parts.path), "signe inattendu après le nom du serveur"),
    )
    return next((told for fault, told in faults if fault), None)


def checked_address(name: str, value: str) -> str:
    """Return the address that the variable *name* holds, without a slash at its end.

    Raises ConfigurationError for what nobody could be asked at.
    """
    if fault := address_fault(value):
        raise ConfigurationError(
            f"{name} : adresse mal formée ({fault}). Écrivez https://, puis le nom du serveur et "
            "le chemin, et rien d'autre."
        )
    parts = urlsplit(value.strip())
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}".rstrip("/")


def source_of(address: str) -> str:
    """Return the one name of an API, however its address is written; empty if it is no address.

    Without credentials: reports and journals bear it.

    >>> source_of("HTTPS://moi:s3cret@API.test:443/Partenaire/o/?x=1")
    'https://api.test/Partenaire/o'
    >>> source_of("http://[::1]:8000"), source_of("http://[")
    ('http://[::1]:8000', '')
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    where = f"[{host}]" if ":" in host else host
    if port not in {None, DEFAULT_PORTS.get(parts.scheme)}:
        where += f":{port}"
    return f"{parts.scheme}://{where}{parts.path.rstrip('/')}"


def is_france_travail(source: str) -> bool:
    """Tell whether *source* is France Travail itself: offers of others may be invented.

    >>> is_france_travail(FRANCE_TRAVAIL), is_france_travail("http://127.0.0.1:8765/o")
    (True, False)
    """
    return urlsplit(source_of(source)).hostname == urlsplit(FRANCE_TRAVAIL).hostname


def is_web_address(text: str) -> bool:
    """Tell whether *text* names a host and how to speak to it; it may hold a password.

    >>> [is_web_address(text) for text in ("https://x", "x", "http://[x", "http://x:port")]
    [True, False, False, False]
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0


def token_url(host: str) -> str:
    """Return the address that gives access tokens; raise ConfigurationError for a bad host.

    >>> token_url("https://entreprise.francetravail.fr/")
    'https://entreprise.francetravail.fr/connexion/oauth2/access_token?realm=%2Fpartenaire'
    """
    return checked_address(TOKEN_HOST, host) + TOKEN_PATH


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """The base of the API, and what lies under it; raises ConfigurationError if malformed."""

    base: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", checked_address(API_BASE, self.base))

    def search(self, criteria: dict[str, str]) -> str:
        """Return the address of a search.

        >>> ApiAddress("https://api.test/o").search({"motsCles": "c++,go", "range": "0-149"})
        'https://api.test/o/v2/offres/search?motsCles=c%2B%2B%2Cgo&range=0-149'
        """
        return f"{self.base}{SEARCH_PATH}?{urlencode(criteria)}"

    def detail(self, offer: str) -> str:
        """Return the address of one offer, by its id.

        >>> ApiAddress("https://api.test/o").detail("048KLTP")
        'https://api.test/o/v2/offres/048KLTP'
        """
        return f"{self.base}{DETAIL_PATH}{quote(offer, safe='')}"

    def offer_of(self, url: str) -> str:
        """Return the id of the offer whose address `detail` made.

        >>> api = ApiAddress("https://api.test/o")
        >>> [api.offer_of(api.detail(offer)) for offer in ("048KLTP", "a/é?", "%2F")]
        ['048KLTP', 'a/é?', '%2F']
        """
        return unquote(url.removeprefix(self.base + DETAIL_PATH))

    def referentiel(self, name: str) -> str:
        """Return the address of a reference list (`communes`, `metiers`, ...)."""
        return f"{self.base}{REFERENTIEL_PATH}{name}"

    def kind(self, url: str) -> str | None:
        """Tell what *url* asks of the API: `search`, `detail` or `referentiel`.

        None means that the address is not the API's: no token may be sent there.

        >>> api = ApiAddress("https://api.test/o")
        >>> api.kind("https://api.test/o/v2/offres/search?range=0-1")
        'search'
        >>> api.kind("https://api.test/o/v2/offres/048KLTP")
        'detail'
        >>> api.kind("https://api.test.evil/o/v2/offres/search"), api.kind("http://api.test/o/v2/")
        (None, None)
        """
        mine, other = urlsplit(self.base), urlsplit(url)
        if (mine.scheme, mine.netloc) != (other.scheme, other.netloc):
            return None
        path = other.path.removeprefix(mine.path)
        if path == SEARCH_PATH:
            return "search"
        if path.startswith(DETAIL_PATH):
            return "detail"
        return "referentiel" if path.startswith(REFERENTIEL_PATH) else None
