"""Which search parameters the API knows, and what it accepts in each (docs/api.md 2.1)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ftsandbox.catalogue.places import towns
from ftsandbox.catalogue.vocabulary import codes_by_label, referentiel
from ftsandbox.search.api_refusals import (
    KEYWORDS,
    dependent_refusal,
    format_refusal,
    value_refusal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    # Takes the parameter's name and its value; raises Refusal.
    Check = Callable[[str, str], None]
    # The parameters of a search that the API knows, checked.
    Criteria = dict[str, str]

GRAND_DOMAINS: Final = (
    "A", "B", "C", "C15", "D", "E", "F", "G", "H", "I", "J", "K", "L", "L14", "M15", "M18", "M",
    "M16", "M17", "M13", "M14", "N",
)  # fmt: skip
INSTANT: Final = "%Y-%m-%dT%H:%M:%SZ"
_WORD = re.compile(r"[\w @#$%^&+./\"'’-]{2,}")


def one_of(*choices: str) -> Check:
    """Accept one of *choices*, as it is written."""
    expected = f"{', '.join(choices[:-1])} ou {choices[-1]} attendu."

    def check(name: str, value: str) -> None:
        if value not in choices:
            raise format_refusal(name, expected)

    return check


def boolean(name: str, value: str) -> None:
    """Accept `true` and `false`."""
    if value not in ("true", "false"):
        raise format_refusal(name, "Booléen attendu.")


def pattern(form: str, expected: str, most: int = 1) -> Check:
    """Accept up to *most* values of *form*, between commas."""
    compiled = re.compile(form, re.ASCII)

    def check(name: str, value: str) -> None:
        values = value.split(",")
        if len(values) > most or not all(compiled.fullmatch(text) for text in values):
            raise format_refusal(name, expected)

    return check


def known(codes: Callable[[], Collection[str]], most: int = 1) -> Check:
    """Accept up to *most* codes of a list, between commas."""

    def check(name: str, value: str) -> None:
        values = value.split(",")
        if len(values) > most or not set(values) <= set(codes()):
            raise value_refusal(name)

    return check


def entries(name: str) -> Callable[[], Collection[str]]:
    """Return what gives the codes of a reference list."""
    return lambda: [entry["code"] for entry in referentiel(name)]


def keywords(name: str, value: str) -> None:
    """Accept one to seven words or phrases of two characters or more."""
    words = [word.strip() for word in value.split(",")]
    if len(words) > 7 or not all(_WORD.fullmatch(word) for word in words):  # noqa: PLR2004
        raise format_refusal(name, KEYWORDS)


def instant(name: str, value: str) -> None:
    """Accept a date and time, to the second."""
    try:
        # strptime takes 1:2:3 for 01:02:03; the API's form has two digits everywhere.
        exact = f"{datetime.strptime(value, INSTANT):{INSTANT}}" == value  # noqa: DTZ007 (wall)
    except ValueError:
        exact = False
    if not exact:
        raise format_refusal(name, "yyyy-MM-dd'T'HH:mm:ss'Z' attendu.")


def months(name: str, value: str) -> None:
    """Accept a number of months from 0 to 99."""
    pattern(r"\d{1,2}(\.\d{1,9})?", "Nombre de 0 à 99 attendu.")(name, value)
    if float(value) > 99:  # noqa: PLR2004
        raise format_refusal(name, "Nombre de 0 à 99 attendu.")


_whole = pattern(r"\d{1,9}", "<entier> attendu.")

CHECKS: Final[dict[str, Check]] = {
    "motsCles": keywords,
    "sort": one_of("0", "1", "2"),
    "domaine": pattern(r"[A-Z]\d\d", "Code domaine attendu."),
    "grandDomaine": one_of(*GRAND_DOMAINS),
    "codeROME": pattern(r"[A-Z]\d{4}", "200 codes ROME au maximum attendu.", 200),
    "appellation": _whole,
    "theme": _whole,
    "secteurActivite": pattern(r"\d\d", "2 divisions NAF au maximum attendu.", 2),
    "codeNAF": pattern(r"\d\d\.\d\d[A-Z]", "2 codes NAF au maximum attendu.", 2),
    "experience": one_of("0", "1", "2", "3", "4"),
    "experienceExigence": one_of("D", "E", "S"),
    "typeContrat": known(entries("typesContrats"), 11),
    "natureContrat": known(entries("naturesContrats"), 20),
    "origineOffre": one_of("1", "2"),
    "qualification": one_of("0", "9"),
    "tempsPlein": boolean,
    "dureeHebdo": one_of("0", "1", "2"),
    "dureeHebdoMin": pattern(r"\d{1,4}", "HHMM attendu."),
    "dureeHebdoMax": pattern(r"\d{1,4}", "HHMM attendu."),
    "dureeContratMin": months,
    "dureeContratMax": months,
    "salaireMin": pattern(r"\d{1,9}(\.\d{1,9})?", "Nombre attendu."),
    "periodeSalaire": one_of("M", "A", "H", "C"),
    "commune": known(towns, 5),
    "distance": _whole,
    "departement": known(entries("departements"), 5),
    "inclureLimitrophes": boolean,
    "region": known(entries("regions")),
    "paysContinent": pattern(r"[0-9A-Z]{2,5}", "Code pays ou continent attendu."),
    "niveauFormation": known(lambda: codes_by_label("levels").values()),
    "permis": known(lambda: codes_by_label("licences").values()),
    "accesTravailleurHandicape": boolean,
    "entreprisesAdaptees": boolean,
    "employeursHandiEngages": boolean,
    "offresMRS": boolean,
    "offresManqueCandidats": boolean,
    "publieeDepuis": one_of("1", "3", "7", "14", "31"),
    "minCreationDate": instant,
    "maxCreationDate": instant,
    "partenaires": pattern(r"[^,]+", "Liste de codes attendu.", 100),
    "modeSelectionPartenaires": one_of("INCLUS", "EXCLU"),
}
# One without the other is refused.
DEPENDENT = (("minCreationDate", "maxCreationDate"), ("salaireMin", "periodeSalaire"))


def read_criteria(query: Iterable[tuple[str, str]]) -> Criteria:
    """Return the criteria of *query*; raise Refusal for what the API refuses.

    Unknown names are left out, silently; so are empty values, and any value but a name's first.

    >>> read_criteria([("departement", "75"), ("page", "2"), ("typeContrat", "")])
    {'departement': '75'}
    """
    criteria: Criteria = {}
    for name, value in query:
        if name in CHECKS and value:
            criteria.setdefault(name, value)
    for name, value in criteria.items():
        CHECKS[name](name, value)
    for first, second in DEPENDENT:
        if (first in criteria) != (second in criteria):
            raise dependent_refusal(first, second)
    return criteria
