"""The reference list of towns, made ready to be looked up by code, name and postcode."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slugify import slugify

from ftcrawler.api.referentiels import labels
from ftcrawler.quoting import one_line
from ftcrawler.searches.cities import CITIES
from ftcrawler.searches.town_names import town_key, without_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Town:
    """A town; the list may hold it several times, once a postcode."""

    code: str
    libelle: str
    departement: str

    def __str__(self) -> str:
        return one_line(f"{self.libelle} ({self.departement})")

    def described(self) -> str:
        """Return what tells this town from its namesakes."""
        name = labels("departements").get(self.departement)
        place = f"{name} ({self.departement})" if name else f"({self.departement})"
        return one_line(f"{self.libelle}, {place}, code INSEE {self.code}")

    def is_in(self, departement: str) -> bool:
        """Tell whether *departement*, a number or a name, is this town's."""
        if departement.upper().zfill(2) == self.departement:
            return True
        name = labels("departements").get(self.departement)
        return name is not None and slugify(departement) == slugify(name)


class TownList:
    """Towns by INSEE code, by name, by name without article, and by postcode."""

    def __init__(self, communes: Iterable[Mapping[str, str]]) -> None:
        self.by_code = {city.code: Town(city.code, city.name, city.departement) for city in CITIES}
        self.by_postcode: dict[str, list[Town]] = defaultdict(list)
        for entry in communes:
            new = Town(entry["code"], entry["libelle"], entry["codeDepartement"])
            town = self.by_code.setdefault(new.code, new)
            if town not in (same := self.by_postcode[entry["codePostal"]]):
                same.append(town)
        # Arrondissements are found by their number: how the list names them is not known.
        parts = {code for city in CITIES for code in city.arrondissements()}
        self.by_key: dict[str, list[Town]] = defaultdict(list)
        self.by_bare_key: dict[str, list[Town]] = defaultdict(list)
        for town in self.by_code.values():
            if town.code not in parts:
                key = town_key(town.libelle)
                self.by_key[key].append(town)
                self.by_bare_key[without_article(key)].append(town)

    def named(self, name: str) -> list[Town]:
        """Return the towns of that name; its article may be left out where none lacks it."""
        key = town_key(name)
        return self.by_key.get(key) or self.by_bare_key.get(without_article(key)) or []
