"""The reference list of towns, by code, by postcode, and by name in all the ways it is written."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slugify import slugify

from ftcrawler.api.code_labels import labels
from ftcrawler.quoting import one_line
from ftcrawler.searches.cities import CITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SHORT = {"st": "saint", "ste": "sainte", "s": "sur", "ss": "sous"}
_ARTICLE = re.compile(r"(?:le|la|les|l)-(?=.)")
_ARTICLE_LAST = re.compile(r"(.+?)\s*\(\s*(le|la|les|l['’])\s*\)", re.IGNORECASE)
_HINT = re.compile(r"(.+?)\s*\(([^()]+)\)")
_ARRONDISSEMENT = re.compile(
    r"(paris|lyon|marseille)-0?(\d{1,2})(?:er|e|eme|nd|nde)?(?:-arrondissement)?"
)


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


def town_key(name: str) -> str:
    """Return what names of one town have in common.

    >>> town_key("ST DENIS S/ SEINE"), town_key("Saint-Denis-sur-Seine")
    ('saint-denis-sur-seine', 'saint-denis-sur-seine')
    >>> town_key("Havre (Le)"), town_key("L'Haÿ-les-Roses")
    ('le-havre', 'l-hay-les-roses')
    """
    if moved := _ARTICLE_LAST.fullmatch(name.strip()):
        name = f"{moved[2]} {moved[1]}"
    words = slugify(name.replace("’", "'")).split("-")
    return "-".join(_SHORT.get(word, word) for word in words)


def without_article(key: str) -> str:
    """Return a town's key without its leading article.

    >>> without_article("le-havre"), without_article("lehon")
    ('havre', 'lehon')
    """
    return _ARTICLE.sub("", key, count=1) if _ARTICLE.match(key) else key


def split_department(text: str) -> tuple[str, str | None]:
    """Return a town's name, and the department given between brackets to choose a namesake.

    >>> split_department("Saint-Denis (93)"), split_department("Havre (Le)")
    (('Saint-Denis', '93'), ('Havre (Le)', None))
    """
    if not _ARTICLE_LAST.fullmatch(text) and (match := _HINT.fullmatch(text)):
        return match[1], match[2].strip()
    return text, None


def arrondissement_code(name: str) -> str | None:
    """Return the INSEE code of an arrondissement, if *name* is one.

    >>> arrondissement_code("Paris 11e"), arrondissement_code("LYON 03")
    ('75111', '69383')
    >>> arrondissement_code("Lyon 10e"), arrondissement_code("Paris")
    (None, None)
    """
    match = _ARRONDISSEMENT.fullmatch(town_key(name))
    if match is None:
        return None
    city = next(city for city in CITIES if town_key(city.name) == match[1])
    return str(city.base + int(match[2])) if 1 <= int(match[2]) <= city.count else None
