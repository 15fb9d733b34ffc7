"""Sectors: where their list is, what it must hold, and the searches of those asked for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slugify import slugify

from ftcrawler.api.search_parameters import CRITERIA
from ftcrawler.exceptions import ArgumentError, ConfigurationError
from ftcrawler.quoting import one_line
from ftcrawler.searches.label import search_label
from ftcrawler.searches.search import Search

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

_SHIPPED = "france_travail_sectors.json"
_NAME = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_KEYS = {"libelle", "keywords"}


@dataclass(frozen=True, slots=True)
class Sector:
    """A field of work, and the keywords that find its offers."""

    name: str
    libelle: str
    keywords: tuple[str, ...]


def sectors_source(path: str | None) -> Traversable:
    """Return the file at *path*; without one, the list that ships.

    That is in `ftcrawler/configs` once built, an egg or a wheel, and in `configs/` at the top of a
    checkout: setup.py makes the one from the other, so that there is one list to edit.

    >>> sectors_source("secteurs.json").name, sectors_source(None).name
    ('secteurs.json', 'france_travail_sectors.json')
    """
    if path:
        return Path(path).expanduser()
    built = files("ftcrawler").joinpath("configs", _SHIPPED)
    return built if built.is_file() else Path(__file__).parents[2] / "configs" / _SHIPPED


def load_sectors(source: Traversable) -> dict[str, Sector]:
    """Return the sectors by name, in the file's order; raise ConfigurationError in French."""
    try:
        return _sectors(_read(source))
    except OSError as exc:
        raise ConfigurationError(
            f"{_named(source)} : fichier illisible ({exc.strerror})."
        ) from None
    except json.JSONDecodeError as exc:
        raise ConfigurationError(
            f"{_named(source)} : JSON invalide, ligne {exc.lineno}, colonne {exc.colno} "
            f"({exc.msg})."
        ) from None
    except ValueError as exc:
        raise ConfigurationError(f"{_named(source)} : {one_line(str(exc))}") from None


def pick_sectors(sectors: Mapping[str, Sector], name: str | None) -> list[Sector]:
    """Return the sector *name*, or every sector; raise ArgumentError in French if unknown."""
    if not name:
        return list(sectors.values())
    if sector := sectors.get(slugify(name, separator="_")):
        return [sector]
    near = get_close_matches(slugify(name, separator="_"), sectors, n=1)
    hint = f" Vouliez-vous dire {near[0]} ?" if near else ""
    raise ArgumentError(
        f"sector : le secteur « {one_line(name)} » est inconnu.{hint} Secteurs connus : "
        f"{', '.join(sectors)}. Sans sector, tous sont collectés."
    )


def sector_searches(sector: Sector, criteria: Mapping[str, str]) -> list[Search]:
    """Return a search for each keyword of *sector*, narrowed by *criteria*.

    >>> tech = Sector("tech", "Informatique", ("devops", "c++"))
    >>> [search.label for search in sector_searches(tech, {"region": "11"})]
    ['devops__region-11__sector-tech', 'c-xcedb1bac__region-11__sector-tech']
    """
    return [
        Search({"motsCles": keyword} | dict(criteria), sector=sector.name)
        for keyword in sector.keywords
    ]


def _named(source: Traversable) -> str:
    """Return a name of a file that a person can open; what is in a zip was put there from one."""
    if isinstance(source, Path):
        return str(source)
    return f"configs/{source.name}, dans le projet déployé (ici, {source})"


def _read(source: Traversable) -> Any:  # noqa: ANN401 (whatever a person may write)
    try:
        text = source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("enregistrez le fichier en UTF-8.") from None
    return json.loads(text, object_pairs_hook=_without_duplicates)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"« {twice} » y figure deux fois au même niveau.")
    return entries


def _sectors(data: Any) -> dict[str, Sector]:  # noqa: ANN401
    if not isinstance(data, dict) or not data:
        raise ValueError(
            'aucun secteur. Forme attendue : {"tech": {"libelle": "...", "keywords": ["..."]}}.'
        )
    return {name: _sector(name, entry) for name, entry in data.items()}


def _sector(name: str, entry: Any) -> Sector:  # noqa: ANN401
    where = f"secteur « {name} » :"
    if not _NAME.fullmatch(name):
        raise ValueError(f"{where} nom refusé, écrivez-le en minuscules, chiffres et « _ ».")
    if not isinstance(entry, dict) or entry.keys() != _KEYS:
        raise ValueError(f"{where} « libelle » et « keywords » attendus, et rien d'autre.")
    libelle, keywords = entry["libelle"], entry["keywords"]
    if not isinstance(libelle, str) or not libelle.strip():
        raise ValueError(f"{where} « libelle » est vide ou n'est pas un texte.")
    if not isinstance(keywords, list) or not keywords:
        raise ValueError(f"{where} « keywords » est vide ou n'est pas une liste.")
    return Sector(name, libelle.strip(), _keywords(keywords, where))


def _keywords(keywords: list[Any], where: str) -> tuple[str, ...]:
    labels: dict[str, str] = {}
    for keyword in keywords:
        if not isinstance(keyword, str):
            text = json.dumps(keyword, ensure_ascii=False)
            raise ValueError(f"{where} le mot-clé {text} n'est pas un texte.")  # noqa: TRY004 (as the others)
        try:
            checked = CRITERIA["motsCles"].checked(keyword)
        except ValueError as exc:
            raise ValueError(f"{where} mot-clé « {keyword} » refusé. {exc}") from None
        label = search_label({"motsCles": checked})
        if label in labels:
            raise ValueError(
                f"{where} « {labels[label]} » et « {checked} » sont la même recherche pour "
                "l'API : gardez l'un des deux."
            )
        labels[label] = checked
    return tuple(labels.values())
