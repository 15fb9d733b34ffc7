"""A page of a search: what its answer holds, and how a fault spoils it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ftsandbox.search.ranges import content_range, parse_range

if TYPE_CHECKING:
    from ftsandbox.search.criteria import Criteria
    from ftsandbox.service import Service

# What the first text of each offer begins with, where it has a text.
_TEXT: Final = b'"description":"'
# Bytes that an answer has once it is inflated.
BOMB: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """Status and Content-Range of an answer; its content, or None when there is none (204)."""

    status: int
    content_range: str
    content: dict[str, Any] | None


def read_page(service: Service, criteria: Criteria, wanted: str) -> Page:
    """Return the page *wanted* (a `range`) of a search; raise Refusal."""
    asked = parse_range(wanted)
    result = service.searches.run(criteria)
    status, header = content_range(asked, len(result.found))
    if status == 204:  # noqa: PLR2004 (no content)
        return Page(status, header, None)
    positions = result.found[asked.first : asked.last + 1].tolist()
    offers = service.market.catalogue.source.render(positions)
    return Page(status, header, {"resultats": offers, "filtresPossibles": result.facets})


def spoiled(content: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return *content* as the fault *kind* leaves it: without `resultats`, ids, or half of it."""
    offers = content["resultats"]
    if kind == "no-resultats":
        return {"filtresPossibles": content["filtresPossibles"]}
    if kind == "no-ids":
        offers = [_without_id(offer) if n % 2 else offer for n, offer in enumerate(offers)]
    if kind == "short-page":
        offers = offers[: len(offers) // 2]
    return {**content, "resultats": offers}


def garbled(body: bytes, kind: str) -> bytes:
    """Return the JSON of a page as the fault *kind* leaves it: hardly JSON, or none."""
    match kind:
        case "invalid-json":
            return body[: len(body) // 2]
        case "odd-text":
            return body.replace(_TEXT, _TEXT + b"\\ud83d ", 1)
        case "odd-bytes":
            return body.replace(_TEXT, _TEXT + "été ".encode("latin-1"), 1)
        case "broken-offer":
            return body.replace(_TEXT, _TEXT + b'dit "ici ', 1)
        case "bomb":
            return gzip.compress(body + b" " * BOMB, compresslevel=1)
        case _:
            return body


def _without_id(offer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in offer.items() if key != "id"}
