"""One answer of `/offres/search` or `/offres/{id}`, checked before anything is made of it."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson

from ftcrawler.api.content_range import ContentRange, parse_content_range
from ftcrawler.api.deep_json import json_bytes
from ftcrawler.api.lenient import LONGEST_ID, UNKNOWN, Salvage, Unreadable, salvaged
from ftcrawler.exceptions import HtmlPageError, PageShapeError
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

OK = 200
NO_CONTENT = 204
PARTIAL_CONTENT = 206
PAGE_STATUSES = frozenset({OK, NO_CONTENT, PARTIAL_CONTENT})


@dataclass(frozen=True, slots=True)
class Page:
    """The offers of one answer, as the API gave them.

    `total` is what the API announces for the whole search, None where it did not say.
    `defects` name in French what is wrong with an answer that is of use all the same. `mended`
    are offers of which a text was changed, to be readable at all. `body` is the answer itself;
    empty: it holds more than these offers, or is no JSON. `ids` are of all that the answer held:
    what was left out is among them, under a name of ours if it has none.
    """

    total: int | None
    ids: tuple[str, ...] = field(repr=False)
    resultats: list[dict[str, Any]] = field(repr=False)
    filtres_possibles: list[Any] = field(repr=False)
    defects: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    body: bytes = field(default=b"", repr=False)


def read_page(
    status: int, content_range: str | None, body: bytes, *, lenient: bool = False
) -> Page:
    """Read an answer with status 200, 204 or 206; raise PageShapeError if nothing is of use.

    A 204 says that there is nothing (more); its total stands in the header, or is 0. *lenient*:
    what is not quite JSON is read offer by offer.
    """
    if status == NO_CONTENT:
        return Page(parse_content_range(content_range or "*/0").total, (), [], [])
    found, odd = _read_json(body, lenient=lenient)
    offers = [offer for offer in found.offers if _has_id(offer)]
    left_out = len(found.offers) - len(offers)
    defects = list(_defects(found.offers)) if left_out else []
    try:
        said: ContentRange | None = parse_content_range(content_range)
    except PageShapeError as exc:
        said = None
        defects.append(str(exc))
    if said and said.length != len(found.offers):
        defects.append(f"{len(found.offers)} offre(s) reçue(s) sur {said.length} annoncée(s)")
    return Page(
        said.total if said else None,
        tuple(_name(offer) for offer in found.offers) if left_out else _ids(offers),
        offers,
        found.filters,
        tuple(defects),
        tuple(offer["id"] for offer in offers if offer["id"] in found.mended),
        b"" if odd or left_out else body,
    )


def read_detail(offer: str, status: int, body: bytes, *, lenient: bool = False) -> Page:
    r"""Read what was answered to the question for one offer; raise PageShapeError if it is not it.

    A page of that offer, or of none where it is not open (any more), which a 204 says. *lenient*:
    as for a page.

    >>> page = read_detail("048KLTP", 200, b'{"id":"048KLTP"}')
    >>> page.body
    b'{"resultats":[{"id":"048KLTP"}],"filtresPossibles":[]}'
    >>> read_detail("048KLTP", 204, b"").ids
    ()
    """
    if status == NO_CONTENT:
        return Page(0, (), [], [])
    if status != OK:
        raise PageShapeError(f"réponse inattendue à la demande d'une offre (HTTP {status})")
    whole = b'{"resultats":[%b],"filtresPossibles":[]}' % body
    found, odd = _read_json(whole, lenient=lenient)
    if [_has_id(each) and each["id"] for each in found.offers] != [offer]:
        raise PageShapeError("réponse sans l'offre demandée")
    return Page(
        1, (offer,), found.offers, [], mended=tuple(found.mended), body=b"" if odd else whole
    )


def is_markup(body: bytes) -> bool:
    r"""Tell whether an answer is a page for people, whatever its type says.

    >>> is_markup(b"\xef\xbb\xbf\r\n<!DOCTYPE html>"), is_markup(b'{"resultats":["<"]}')
    (True, False)
    """
    return body.removeprefix(BOM_UTF8).lstrip()[:1] == b"<"


def _read_json(body: bytes, *, lenient: bool) -> tuple[Salvage, bool]:
    """Return the offers and filters of an answer, and whether it was no JSON."""
    try:
        data: Any = orjson.loads(body)
    except orjson.JSONDecodeError as exc:
        if lenient and (found := salvaged(body)):
            return found, True
        size = f"{len(body)} octets"
        if is_markup(body):
            raise HtmlPageError(f"réponse illisible (page HTML, {size})") from exc
        raise PageShapeError(f"réponse illisible (JSON invalide, {size}) : {exc}") from exc
    received = data.get("resultats") if isinstance(data, dict) else None
    if not isinstance(received, list):
        raise PageShapeError("réponse sans liste « resultats »")
    filters = data.get("filtresPossibles")
    return Salvage(received, filters if isinstance(filters, list) else []), False


def _defects(received: list[Any]) -> Iterator[str]:
    """Name what has to be left out."""
    broken = [offer for offer in received if isinstance(offer, Unreadable)]
    if broken:
        names = one_line(", ".join(offer.name or "?" for offer in broken))
        yield f"{len(broken)} offre(s) illisible(s), laissée(s) de côté : {names}"
    if nameless := sum(not _has_id(offer) for offer in received) - len(broken):
        yield f"{nameless} offre(s) sans identifiant « id », laissée(s) de côté"


def _ids(offers: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(offer["id"] for offer in offers)


def _name(offer: Any) -> str:  # noqa: ANN401 (whatever a list may hold)
    """Return the id of an offer, or what tells it from others on whichever page it stands.

    >>> _name({"id": "A"}), _name(None)
    ('A', '?7376b2cbfa0ad26e')
    """
    if _has_id(offer):
        return str(offer["id"])
    if isinstance(offer, Unreadable):
        if offer.name:
            return offer.name
        body = offer.text.encode(errors="replace")
    else:
        body = json_bytes(offer)
    return f"?{blake2b(body, digest_size=8).hexdigest()}"


def _has_id(offer: object) -> bool:
    r"""Tell whether an offer has an id that can name it: in a journal, a file, a terminal.

    >>> [_has_id({"id": name}) for name in ("048KLTP", "", 48, "A\x00", "A" * 101)]
    [True, False, False, False, False]
    """
    name = offer.get("id") if isinstance(offer, dict) else None
    usable = isinstance(name, str) and 0 < len(name) <= LONGEST_ID and name.isprintable()
    return usable and UNKNOWN not in str(name)
