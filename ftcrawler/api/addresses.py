"""Where the API and its token service are.

Hosts are configurable (LISEZMOI.md, « Le fichier .env »: URL_POLE_EMPLOI and
URL_API_FRANCE_TRAVAIL); paths are the API's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

TOKEN_PATH = "/connexion/oauth2/access_token?realm=%2Fpartenaire"  # noqa: S105 (a path)
SEARCH_PATH = "/v2/offres/search"
DETAIL_PATH = "/v2/offres/"
REFERENTIEL_PATH = "/v2/referentiel/"
DEFAULT_PORTS = {"http": 80, "https": 443}


def token_url(host: str) -> str:
    """Return the address that gives access tokens.

    >>> token_url("https://entreprise.francetravail.fr/")
    'https://entreprise.francetravail.fr/connexion/oauth2/access_token?realm=%2Fpartenaire'
    """
    return host.rstrip("/") + TOKEN_PATH


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """The base of the API, and what lies under it."""

    base: str

    @property
    def source(self) -> str:
        """The one name of this API, however its address is written; empty if it is no address.

        Without credentials: reports and journals bear it.

        >>> ApiAddress("HTTPS://moi:s3cret@API.test:443/Partenaire/o/?x=1").source
        'https://api.test/Partenaire/o'
        >>> ApiAddress("http://[::1]:8000").source, ApiAddress("http://[").source
        ('http://[::1]:8000', '')
        """
        try:
            parts = urlsplit(self.base.strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            return ""
        if not host:
            return ""
        where = f"[{host}]" if ":" in host else host
        if port not in {None, DEFAULT_PORTS.get(parts.scheme)}:
            where += f":{port}"
        return f"{parts.scheme}://{where}{parts.path.rstrip('/')}"

    def search(self, criteria: dict[str, str]) -> str:
        """Return the address of a search.

        >>> ApiAddress("https://api.test/o").search({"motsCles": "c++,go", "range": "0-149"})
        'https://api.test/o/v2/offres/search?motsCles=c%2B%2B%2Cgo&range=0-149'
        """
        return f"{self.base.rstrip('/')}{SEARCH_PATH}?{urlencode(criteria)}"

    def referentiel(self, name: str) -> str:
        """Return the address of a reference list (`communes`, `metiers`, ...)."""
        return f"{self.base.rstrip('/')}{REFERENTIEL_PATH}{name}"

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
        path = other.path.removeprefix(mine.path.rstrip("/"))
        if path == SEARCH_PATH:
            return "search"
        if path.startswith(DETAIL_PATH):
            return "detail"
        return "referentiel" if path.startswith(REFERENTIEL_PATH) else None
