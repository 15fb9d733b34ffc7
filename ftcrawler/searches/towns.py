"""A town as a person writes it, turned into search criteria, or why it cannot be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from slugify import slugify

from ftcrawler.api.code_labels import labels
from ftcrawler.exceptions import UnknownTownError
from ftcrawler.quoting import one_line
from ftcrawler.searches.cities import CITIES
from ftcrawler.searches.town_list import TownList, arrondissement_code, split_department, town_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ftcrawler.searches.town_list import Town

_CODE = re.compile(r"(\d\d|2[AB])\d{3}", re.IGNORECASE | re.ASCII)
_CITIES = {city.code: city for city in CITIES}
# Names that are told where one was meant.
_MOST = 5


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
        raise _postcode(code, same_postcode)
    raise _unknown_code(code)


def _by_name(text: str, towns: TownList) -> Town:
    name, departement = split_department(text)
    part = towns.by_code.get(arrondissement_code(name) or "")
    found = [part] if part else towns.named(name)
    if not found:
        raise _unknown_name(name, towns)
    if departement:
        near = [town for town in found if town.is_in(departement)]
        if not near:
            raise _elsewhere(name, departement, found)
        found = near
    if len(found) > 1:
        raise _namesakes(name, found)
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


def _namesakes(name: str, towns: Sequence[Town]) -> UnknownTownError:
    """Say that several *towns* bear that name, and how to choose one."""
    first = towns[0]
    alone = sum(town.departement == first.departement for town in towns) == 1
    by_department = f'location="{first}" ou ' if alone else ""
    return UnknownTownError(
        f"location : plusieurs communes s'appellent « {one_line(name)} » :\n{_listed(towns)}\n"
        f"Choisissez-en une, par exemple {by_department}location={first.code}."
    )


def _elsewhere(name: str, departement: str, towns: Sequence[Town]) -> UnknownTownError:
    """Say that the *towns* of that name are not in that department."""
    return UnknownTownError(
        f"location : aucune commune ne s'appelle « {one_line(name)} » dans le département "
        f"« {one_line(departement)} ». Communes de ce nom :\n{_listed(towns)}"
    )


def _unknown_name(name: str, towns: TownList) -> UnknownTownError:
    """Say that no town bears that name, and which names come near."""
    said = f"location : aucune commune ne s'appelle « {one_line(name)} ».{_larger(name)}"
    if near := _nearest(town_key(name), towns):
        said += f" Les noms les plus proches :\n{_listed(near)}"
    return UnknownTownError(f"{said}\nUn code INSEE convient aussi : location=33063.")


def _postcode(code: str, towns: Sequence[Town]) -> UnknownTownError:
    """Say that *code* is a postcode; the API would take it for a town's code, or refuse it."""
    return UnknownTownError(
        f"location : « {one_line(code)} » est un code postal, et non un code INSEE. Communes de "
        f"ce code postal :\n{_listed(towns)}\nÉcrivez par exemple location={towns[0].code}."
    )


def _unknown_code(code: str) -> UnknownTownError:
    """Say that *code* is no town's code, nor a postcode."""
    return UnknownTownError(
        f"location : aucune commune n'a le code INSEE « {one_line(code)} ». "
        "Donnez plutôt le nom de la ville : location=Bordeaux."
    )


def _larger(name: str) -> str:
    """Propose the department or the region that *name* is, by its code or its name.

    >>> _larger("93"), _larger("ile de france"), _larger("Bologne")
    (' Pour le département Seine-Saint-Denis : departement=93.', \
' Pour la région Île-de-France : region=11.', '')
    """
    kinds = (("departement", "le département"), ("region", "la région"))
    for parameter, called in kinds:
        for code, label in labels(f"{parameter}s").items():
            if name.upper().zfill(2) == code or slugify(name) == slugify(label):
                return f" Pour {called} {label} : {parameter}={code}."
    return ""


def _nearest(key: str, towns: TownList) -> list[Town]:
    # Half a name, or a name and more, comes first: « boulogne » is no misspelling of « bologne ».
    akin = [known for known in towns.by_key if _begins(known, key) or _begins(key, known)]
    near = [*sorted(akin)[:_MOST], *get_close_matches(key, towns.by_key, n=_MOST, cutoff=0.7)]
    return [town for known in dict.fromkeys(near) for town in towns.by_key[known]][:_MOST]


def _begins(whole: str, start: str) -> bool:
    return bool(start) and whole.startswith(f"{start}-")


def _listed(towns: Iterable[Town]) -> str:
    return "\n".join(f"  - {town.described()}" for town in towns)
