"""What to say when a town is not found, or found more than once."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from slugify import slugify

from ftcrawler.api.referentiels import labels
from ftcrawler.exceptions import UnknownTownError
from ftcrawler.quoting import one_line
from ftcrawler.searches.town_names import town_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ftcrawler.searches.town_list import Town, TownList

_MOST = 5


def namesakes(name: str, towns: Sequence[Town]) -> UnknownTownError:
    """Say that several *towns* bear that name, and how to choose one."""
    first = towns[0]
    alone = sum(town.departement == first.departement for town in towns) == 1
    by_department = f'location="{first}" ou ' if alone else ""
    return UnknownTownError(
        f"location : plusieurs communes s'appellent « {one_line(name)} » :\n{_listed(towns)}\n"
        f"Choisissez-en une, par exemple {by_department}location={first.code}."
    )


def elsewhere(name: str, departement: str, towns: Sequence[Town]) -> UnknownTownError:
    """Say that the *towns* of that name are not in that department."""
    return UnknownTownError(
        f"location : aucune commune ne s'appelle « {one_line(name)} » dans le département "
        f"« {one_line(departement)} ». Communes de ce nom :\n{_listed(towns)}"
    )


def unknown_name(name: str, towns: TownList) -> UnknownTownError:
    """Say that no town bears that name, and which names come near."""
    said = f"location : aucune commune ne s'appelle « {one_line(name)} ».{_larger(name)}"
    if near := _nearest(town_key(name), towns):
        said += f" Les noms les plus proches :\n{_listed(near)}"
    return UnknownTownError(f"{said}\nUn code INSEE convient aussi : location=33063.")


def postcode(code: str, towns: Sequence[Town]) -> UnknownTownError:
    """Say that *code* is a postcode; the API would take it for a town's code, or refuse it."""
    return UnknownTownError(
        f"location : « {one_line(code)} » est un code postal, et non un code INSEE. Communes de "
        f"ce code postal :\n{_listed(towns)}\nÉcrivez par exemple location={towns[0].code}."
    )


def unknown_code(code: str) -> UnknownTownError:
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
