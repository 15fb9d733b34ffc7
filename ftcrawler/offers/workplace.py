"""The department and the region of a place of work: all that is kept of where an offer is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from slugify import slugify

from ftcrawler.api.code_labels import labels, regions_by_department

if TYPE_CHECKING:
    from collections.abc import Mapping

# What is no department, and has postcodes and INSEE codes of its own. It belongs to no region.
COLLECTIVITIES: Final[Mapping[str, str]] = {
    "975": "Saint-Pierre-et-Miquelon",
    "977": "Saint-Barthélemy",
    "978": "Saint-Martin",
    "984": "Terres australes et antarctiques françaises",
    "986": "Wallis-et-Futuna",
    "987": "Polynésie française",
    "988": "Nouvelle-Calédonie",
}
# « 69 - Lyon 3e », « 2A - Corse-du-Sud », « 974 - Saint-Denis ».
LABEL: Final = re.compile(r"\s*(\d{2,3}|2[AB])\s*-", re.IGNORECASE | re.ASCII)
CODE: Final = re.compile(r"\s*(?:(9[78]\d)\d\d|(\d\d|2[AB])\d{3})\s*", re.IGNORECASE | re.ASCII)
# Corsica's postcodes still have the number that the island had before 1976.
CORSICA: Final[Mapping[str, str]] = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}


@dataclass(frozen=True, slots=True)
class Workplace:
    """Codes of the reference lists; None where the place is wider, abroad or not told."""

    departement: str | None = None
    region: str | None = None


@lru_cache(maxsize=1 << 16)
def workplace(
    libelle: str | None, commune: str | None = None, code_postal: str | None = None
) -> Workplace:
    """Return the department and the region of the three texts of `lieuTravail` that tell them.

    The INSEE code of the town decides, then the label, then the postcode: the last may be a post
    office's in the department beside.

    >>> workplace("69 - Lyon 3e"), workplace("Ile-de-France")
    ... # doctest: +NORMALIZE_WHITESPACE
    (Workplace(departement='69', region='84'), Workplace(departement=None, region='11'))
    """
    for code in (_of_code(commune), _of_label(libelle), _of_postcode(code_postal)):
        if code and code in _known():
            return Workplace(code, regions_by_department().get(code))
    return _named_regions().get(slugify(libelle or ""), Workplace())


@cache
def _known() -> frozenset[str]:
    return frozenset((*regions_by_department(), *COLLECTIVITIES))


@cache
def _named_regions() -> Mapping[str, Workplace]:
    """Return what the name of a region says; overseas a region is a department too."""
    places = {}
    for region, name in labels("regions").items():
        within = [code for code, its in regions_by_department().items() if its == region]
        place = Workplace(within[0] if len(within) == 1 else None, region)
        places[slugify(name)] = places[slugify(name.removeprefix("La "))] = place
    return places


def _of_code(text: str | None) -> str | None:
    found = CODE.fullmatch(text or "")
    return (found[1] or found[2]).upper() if found else None


def _of_label(text: str | None) -> str | None:
    found = LABEL.match(text or "")
    return found[1].upper() if found else None


def _of_postcode(text: str | None) -> str | None:
    return CORSICA.get((text or "").strip()[:3]) or _of_code(text)
