"""A town as a person writes it, turned into search criteria."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.searches import town_faults
from ftcrawler.searches.cities import CITIES, arrondissement_code
from ftcrawler.searches.town_list import TownList
from ftcrawler.searches.town_names import split_department

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ftcrawler.searches.town_list import Town

_CODE = re.compile(r"(\d\d|2[AB])\d{3}", re.IGNORECASE | re.ASCII)
_CITIES = {city.code: city for city in CITIES}


@dataclass(frozen=True, slots=True)
class Location:
    """A town found: the criteria of one search or more, its name, and what to warn of."""

    criteria: tuple[dict[str, str], ...]
    libelle: str
    warning: str | None = None


def resolve_location(
    text: str, communes: Iterable[Mapping[str, str]], distance: str | None = None
) -> Location:
    """Return the search criteria of the town *text*, a name or an INSEE code.

    *communes* is the API's reference list; each criteria holds at most 5 towns. Raise
    UnknownTownError, in French, when no town or several answer to *text*.
    """
    towns = TownList(communes)
    text = " ".join(text.split())
    warning = None
    if _CODE.fullmatch(text):
        town = _by_code(text.upper(), towns)
        warning = _also_a_postcode(town, towns)
    else:
        town = _by_name(text, towns)
    city = _CITIES.get(town.code)
    criteria = city.criteria(towns.by_code, distance) if city else [{"commune": town.code}]
    if distance is not None:
        criteria = [one | {"distance": distance} for one in criteria]
    return Location(tuple(criteria), str(town), warning)


def _by_code(code: str, towns: TownList) -> Town:
    if town := towns.by_code.get(code):
        return town
    if same_postcode := towns.by_postcode.get(code):
        raise town_faults.postcode(code, same_postcode)
    raise town_faults.unknown_code(code)


def _by_name(text: str, towns: TownList) -> Town:
    name, departement = split_department(text)
    part = towns.by_code.get(arrondissement_code(name) or "")
    found = [part] if part else towns.named(name)
    if not found:
        raise town_faults.unknown_name(name, towns)
    if departement:
        near = [town for town in found if town.is_in(departement)]
        if not near:
            raise town_faults.elsewhere(name, departement, found)
        found = near
    if len(found) > 1:
        raise town_faults.namesakes(name, found)
    return found[0]


def _also_a_postcode(town: Town, towns: TownList) -> str | None:
    others = [other for other in towns.by_postcode.get(town.code, ()) if other.code != town.code]
    if not others:
        return None
    names = ", ".join(f"{other} (code INSEE {other.code})" for other in others)
    return (
        f"« {town.code} » est pris comme code INSEE : {town}. C'est aussi le code postal de "
        f"{names} ; si vous vouliez cette commune, donnez son nom ou son code INSEE."
    )
