"""Real offers, from a file, served as they are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import orjson

from ftsandbox.catalogue.catalogue import Catalogue, Field
from ftsandbox.catalogue.offer_reading import (
    FIELDS,
    read_fields,
    read_numbers,
    read_place,
    read_text,
)
from ftsandbox.catalogue.places import Place
from ftsandbox.config import SandboxError
from ftsandbox.wall_clock import to_ms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ftsandbox.catalogue.catalogue import Offer

Value = TypeVar("Value", str, Place)


def load_offers(path: Path) -> list[Offer]:
    """Read a JSON list of offers, or an answer of the API; raise SandboxError, in French."""
    try:
        content: Any = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        raise SandboxError(f"Fichier d'offres introuvable : {path}") from None
    except OSError as error:
        raise SandboxError(f"Fichier d'offres illisible : {path} ({error.strerror})") from None
    except orjson.JSONDecodeError as error:
        raise SandboxError(f"Fichier d'offres illisible : {path} ({error})") from None
    offers = content.get("resultats") if isinstance(content, dict) else content
    if not isinstance(offers, list) or not all(_usable(offer) for offer in offers):
        raise SandboxError(
            f"{path} ne contient pas d'offres : une liste d'offres est attendue, ou un objet "
            '{"resultats": [...]}, chaque offre avec « id », « dateCreation » et « origineOffre ».'
        )
    return offers


def _usable(offer: Any) -> bool:  # noqa: ANN401 (whatever the file holds)
    if not isinstance(offer, dict) or not isinstance(offer.get("origineOffre"), dict):
        return False
    try:
        _created(offer)
    except (KeyError, TypeError, ValueError):
        return False
    return isinstance(offer.get("id"), str)


def _created(offer: Offer) -> int:
    return to_ms(datetime.fromisoformat(offer["dateCreation"].removesuffix("Z")))


class RealOffers:
    """Offers held whole, in the catalogue's order."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._offers = offers
        self._positions = {offer["id"]: number for number, offer in enumerate(offers)}

    def render(self, positions: Sequence[int]) -> list[Offer]:
        """Return offers as they were in the file."""
        return [self._offers[position] for position in positions]

    def ids(self, positions: NDArray[np.integer[Any]]) -> list[str]:
        """Return the ids of offers."""
        return [self._offers[position]["id"] for position in positions.tolist()]

    def position(self, offer_id: str) -> int | None:
        """Return where the offer of that id is, or None."""
        return self._positions.get(offer_id)


def real_catalogue(offers: Sequence[Offer]) -> Catalogue:
    """Return the catalogue of *offers*."""
    # On one instant, partners' before own ones: read backwards, own ones come first.
    ordered = sorted(
        offers,
        key=lambda offer: (
            _created(offer),
            offer["origineOffre"].get("origine") == "1",
            offer["id"],
        ),
    )
    read = [read_fields(offer) for offer in ordered]
    numbers = [read_numbers(offer) for offer in ordered]
    places, place_codes = _encoded([read_place(offer) for offer in ordered])
    texts, text_codes = _encoded([read_text(offer) for offer in ordered])
    fields = {name: _field([values[name] for values in read]) for name in FIELDS}
    fields["place"] = Field(tuple(place.label for place in places), place_codes)
    return Catalogue(
        np.array([_created(offer) for offer in ordered], dtype=np.int64),
        fields,
        {name: np.array([row[name] for row in numbers]) for name in ("salary", "hours", "months")},
        tuple(places),
        (Field(tuple(texts), text_codes),),
        RealOffers(ordered),
    )


def _encoded(values: Sequence[Value]) -> tuple[list[Value], NDArray[np.int32]]:
    distinct = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return list(distinct), np.array([distinct[value] for value in values], dtype=np.int32)


def _field(values: Sequence[str | None]) -> Field:
    distinct = {value: number for number, value in enumerate(sorted({*values} - {None}, key=str))}
    codes = np.array([distinct.get(value, -1) for value in values], dtype=np.int32)
    return Field(tuple(str(value) for value in distinct), codes)
