"""One answer of `/offres/search`, checked before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

from ftcrawler.api.content_range import ContentRange, parse_content_range
from ftcrawler.exceptions import PageShapeError

OK = 200
NO_CONTENT = 204
PARTIAL_CONTENT = 206
PAGE_STATUSES = frozenset({OK, NO_CONTENT, PARTIAL_CONTENT})


@dataclass(frozen=True, slots=True)
class Page:
    """The offers of one answer, as the API gave them.

    `total` is what the API announces for the whole search, None where it did not say.
    `defects` name in French what is wrong with an answer that is of use all the same.
    """

    total: int | None
    resultats: list[dict[str, Any]] = field(repr=False)
    filtres_possibles: list[dict[str, Any]] = field(repr=False)
    defects: tuple[str, ...] = ()


def read_page(status: int, content_range: str | None, body: bytes) -> Page:
    """Read an answer with status 200, 204 or 206; raise PageShapeError if nothing is of use.

    A 204 says that there is nothing (more); its total stands in the header, or is 0.
    """
    if status == NO_CONTENT:
        return Page(parse_content_range(content_range or "*/0").total, [], [])
    data = _read_json(body)
    received = data.get("resultats") if isinstance(data, dict) else None
    if not isinstance(received, list):
        raise PageShapeError("réponse sans liste « resultats »")
    offers = [offer for offer in received if _has_id(offer)]
    defects = []
    if nameless := len(received) - len(offers):
        defects.append(f"{nameless} offre(s) sans identifiant « id », laissée(s) de côté")
    try:
        said: ContentRange | None = parse_content_range(content_range)
    except PageShapeError as exc:
        said = None
        defects.append(str(exc))
    if said and said.length != len(received):
        defects.append(f"{len(received)} offre(s) reçue(s) sur {said.length} annoncée(s)")
    filters = data.get("filtresPossibles") or []
    return Page(said.total if said else None, offers, filters, tuple(defects))


def _read_json(body: bytes) -> Any:  # noqa: ANN401 (whatever a server may send)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as exc:
        kind = "page HTML" if body.lstrip()[:1] == b"<" else "JSON invalide"
        raise PageShapeError(f"réponse illisible ({kind}, {len(body)} octets) : {exc}") from exc


def _has_id(offer: object) -> bool:
    return isinstance(offer, dict) and isinstance(offer.get("id"), str) and bool(offer["id"])
