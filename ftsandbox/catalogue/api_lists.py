"""The API's 16 reference lists, as far as the sandbox knows them (docs/sandbox.md)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ftsandbox.catalogue.places import COUNTRIES, FRANCE, towns
from ftsandbox.catalogue.vocabulary import appellations, referentiel, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Entries = list[dict[str, Any]]

_SHIPPED = ("departements", "metiers", "naturesContrats", "regions", "typesContrats")
_FROM_VOCABULARY = {
    "langues": "languages",
    "nafs": "nafs",
    "niveauxFormations": "levels",
    "permis": "licences",
}
_CONTINENTS = {
    "991": "Europe",
    "992": "Asie",
    "993": "Afrique",
    "994": "Amérique",
    "995": "Océanie",
}
_THEMES = {"4": "Métiers de la montagne", "10": "Métiers de la mer", "12": "Métiers du numérique"}


@cache
def referentiel_entries(name: str) -> Entries | None:
    """Return the entries of a list, or None for an unknown name."""
    if name in _SHIPPED:
        return referentiel(name)
    if name in _FROM_VOCABULARY:
        return _entries((row[0], row[1]) for row in vocabulary()[_FROM_VOCABULARY[name]])
    makers: dict[str, Callable[[], Entries]] = {
        "appellations": lambda: _entries((code, label) for label, code in appellations().items()),
        "communes": _communes,
        "continents": lambda: _entries(_CONTINENTS.items()),
        "domaines": lambda: _entries(_domains().items()),
        "pays": lambda: _entries({FRANCE: "France", **COUNTRIES}.items()),
        "secteursActivites": lambda: _entries(_sectors().items()),
        "themes": lambda: _entries(_THEMES.items()),
    }
    return makers[name]() if name in makers else None


def _entries(pairs: Iterable[tuple[str, str]]) -> Entries:
    return [{"code": code, "libelle": label} for code, label in pairs]


def _communes() -> Entries:
    return [
        {
            "code": town.code,
            "libelle": town.name,
            "codePostal": town.postcode,
            "codeDepartement": town.department,
        }
        for town in towns().values()
    ]


def _domains() -> dict[str, str]:
    # The first job of a domain stands for its label, which is not at hand.
    return {job["code"][:3]: job["libelle"] for job in reversed(referentiel("metiers"))}


def _sectors() -> dict[str, str]:
    return {code[:2]: label for code, label in reversed(vocabulary()["nafs"])}
