"""Every search parameter of the API, by its own name: what it means and what it accepts.

`range` is not here: the crawler owns it. The API ignores a name that it does not know and returns
everything, so a name that is not in CRITERIA must never be sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.api.parameter_checks import (
    boolean,
    decimal,
    instant,
    keywords,
    known,
    matching,
    one_of,
    several,
)

if TYPE_CHECKING:
    from ftcrawler.api.parameter_checks import Check


@dataclass(frozen=True, slots=True)
class Criterion:
    """A search parameter: `description` ends with the values that `check` accepts."""

    name: str
    description: str
    check: Check

    def checked(self, value: str) -> str:
        """Return *value* as it is sent; raise ValueError, in French, if the API would refuse it.

        >>> CRITERIA["departement"].checked("2a, 75")
        '2A,75'
        """
        return self.check(self.name, value)


_LARGE_DOMAINS = (
    *("A", "B", "C", "C15", "D", "E", "F", "G", "H", "I", "J", "K", "L", "L14"),
    *("M15", "M18", "M", "M16", "M17", "M13", "M14", "N"),
)
_DIGITS = r"\d{1,9}"
_HHMM = r"\d{1,2}[0-5]\d"
_MONTHS = decimal(0, 99, "Nombre de mois de 0 à 99")

_ALL = (
    Criterion(
        "motsCles", "Keywords, all of them wanted: 1 to 7, of 2 characters or more.", keywords
    ),
    Criterion("sort", "Order: 0 relevance, 1 newest, 2 nearest.", one_of("0", "1", "2")),
    # The job
    Criterion("domaine", "Domain of jobs, such as G17.", matching(r"[A-N]\d\d", "Code comme G17")),
    Criterion(
        "grandDomaine",
        "Large domain of jobs: A, B, C, C15, D to L, L14, M, M13 to M18, N.",
        one_of(*_LARGE_DOMAINS),
    ),
    Criterion(
        "codeROME",
        "ROME jobs, such as M1805; up to 200.",
        several(matching(r"[A-N]\d{4}", "Code comme M1805"), 200),
    ),
    Criterion("appellation", "Job title, such as 38444.", matching(_DIGITS, "Code comme 38444")),
    Criterion("theme", "Theme of jobs, such as 12.", matching(_DIGITS, "Code comme 12")),
    Criterion(
        "secteurActivite",
        "NAF divisions, such as 01; up to 2.",
        several(matching(r"\d\d", "Code à deux chiffres comme 01"), 2),
    ),
    Criterion(
        "codeNAF",
        "NAF codes, such as 78.20Z; up to 2.",
        several(matching(r"\d\d\.\d\d[A-Z]", "Code comme 78.20Z"), 2),
    ),
    # What is asked of the candidate
    Criterion(
        "experience",
        "Experience: 0 not said, 1 under a year, 2 one to three, 3 over three, 4 none needed.",
        one_of("0", "1", "2", "3", "4"),
    ),
    Criterion(
        "experienceExigence",
        "Experience: D beginners accepted, S wished, E required.",
        one_of("D", "E", "S"),
    ),
    Criterion("qualification", "0 not « cadre », 9 « cadre ».", one_of("0", "9")),
    Criterion(
        "niveauFormation",
        "Level of education, such as NV3.",
        matching(r"[A-Z][A-Z0-9]{1,4}", "Code comme NV3"),
    ),
    Criterion(
        "permis", "Driving licence, such as B.", matching(r"[A-Z][A-Z0-9]{0,4}", "Code comme B")
    ),
    # The contract
    Criterion(
        "typeContrat",
        "Contracts: CDI, CDD, MIS, ...; up to 10; « or » with natureContrat.",
        several(known("typesContrats"), 10),
    ),
    Criterion(
        "natureContrat",
        "Natures of contract: E1, E2, FS, ...; « or » with typeContrat.",
        several(known("naturesContrats")),
    ),
    Criterion("tempsPlein", "Full time: true or false; better, dureeHebdo.", boolean),
    Criterion("dureeHebdo", "Week: 0 not said, 1 full time, 2 part time.", one_of("0", "1", "2")),
    Criterion(
        "dureeHebdoMin",
        "Time a week, at least: HHMM, such as 2430.",
        matching(_HHMM, "Nombre HHMM comme 3500"),
    ),
    Criterion(
        "dureeHebdoMax",
        "Time a week, at most: HHMM, such as 3500.",
        matching(_HHMM, "Nombre HHMM comme 3500"),
    ),
    Criterion("dureeContratMin", "Months of contract, at least: 0 to 99.", _MONTHS),
    Criterion("dureeContratMax", "Months of contract, at most: 0 to 99.", _MONTHS),
    Criterion(
        "salaireMin",
        "Least pay, such as 1400; needs periodeSalaire.",
        decimal(0, None, "Montant comme 1400 ou 11.88"),
    ),
    Criterion(
        "periodeSalaire",
        "M month, A year, H hour, C fee; needs salaireMin.",
        one_of("M", "A", "H", "C"),
    ),
    # The place
    Criterion(
        "commune",
        "Towns by INSEE code (no postcode), such as 33063; up to 5.",
        several(matching(r"(\d\d|2[AB])\d{3}", "Code INSEE comme 33063 ou 2A004"), 5),
    ),
    Criterion(
        "distance",
        "Kilometres around commune; the API's own default is 10, 0 is the town alone.",
        matching(_DIGITS, "Nombre entier de kilomètres"),
    ),
    Criterion(
        "departement",
        "Departments: 75, 2A, 971, ...; up to 5.",
        several(known("departements"), 5),
    ),
    Criterion("inclureLimitrophes", "Departments around as well: true or false.", boolean),
    Criterion("region", "Region by INSEE code: 11, 84, ...", known("regions")),
    Criterion(
        "paysContinent",
        "Country or continent, such as 99127 or 991.",
        matching(r"[0-9A-Z]{2,5}", "Code comme 99127"),
    ),
    # The offer
    Criterion("origineOffre", "1 France Travail, 2 partners.", one_of("1", "2")),
    Criterion(
        "partenaires",
        "Partners, such as LABONNEALTERNANCE; needs modeSelectionPartenaires.",
        several(matching(r"[A-Z0-9_.-]+", "Code comme LABONNEALTERNANCE")),
    ),
    Criterion(
        "modeSelectionPartenaires",
        "INCLUS or EXCLU; needs partenaires.",
        one_of("INCLUS", "EXCLU"),
    ),
    Criterion(
        "publieeDepuis",
        "Published for that many days at most: 1, 3, 7, 14 or 31.",
        one_of("1", "3", "7", "14", "31"),
    ),
    Criterion(
        "minCreationDate",
        "Created from, such as 2026-11-23T00:00:00Z; needs maxCreationDate.",
        instant,
    ),
    Criterion(
        "maxCreationDate",
        "Created until, such as 2026-11-24T00:00:00Z; needs minCreationDate.",
        instant,
    ),
    Criterion("accesTravailleurHandicape", "Open to disabled workers: true or false.", boolean),
    Criterion("entreprisesAdaptees", "Sheltered firms: true or false.", boolean),
    Criterion("employeursHandiEngages", "Firms praised for inclusion: true or false.", boolean),
    Criterion("offresMRS", "Recruited by simulation: true or false.", boolean),
    Criterion("offresManqueCandidats", "Hard to fill: true or false.", boolean),
)

CRITERIA: Final = {criterion.name: criterion for criterion in _ALL}
