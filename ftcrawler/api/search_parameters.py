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
    """A search parameter: `description`, in French, ends with what `check` accepts."""

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
        "motsCles", "Mots-clés, tous voulus : de 1 à 7, de 2 caractères au moins.", keywords
    ),
    Criterion("sort", "Ordre : 0 pertinence, 1 date, 2 distance.", one_of("0", "1", "2")),
    # The job
    Criterion(
        "domaine", "Domaine de métiers, comme G17.", matching(r"[A-N]\d\d", "Code comme G17")
    ),
    Criterion(
        "grandDomaine",
        "Grand domaine : A, B, C, C15, D à L, L14, M, M13 à M18, N.",
        one_of(*_LARGE_DOMAINS),
    ),
    Criterion(
        "codeROME",
        "Métiers ROME, comme M1805 ; 200 au plus.",
        several(matching(r"[A-N]\d{4}", "Code comme M1805"), 200),
    ),
    Criterion(
        "appellation", "Appellation de métier, comme 38444.", matching(_DIGITS, "Code comme 38444")
    ),
    Criterion("theme", "Thème de métiers, comme 12.", matching(_DIGITS, "Code comme 12")),
    Criterion(
        "secteurActivite",
        "Divisions NAF, comme 01 ; 2 au plus.",
        several(matching(r"\d\d", "Code à deux chiffres comme 01"), 2),
    ),
    Criterion(
        "codeNAF",
        "Codes NAF, comme 78.20Z ; 2 au plus.",
        several(matching(r"\d\d\.\d\d[A-Z]", "Code comme 78.20Z"), 2),
    ),
    # What is asked of the candidate
    Criterion(
        "experience",
        "0 non précisée, 1 moins d'un an, 2 d'un à trois ans, 3 plus de trois, 4 aucune.",
        one_of("0", "1", "2", "3", "4"),
    ),
    Criterion(
        "experienceExigence",
        "D débutant accepté, S souhaitée, E exigée.",
        one_of("D", "E", "S"),
    ),
    Criterion("qualification", "0 non-cadre, 9 cadre.", one_of("0", "9")),
    Criterion(
        "niveauFormation",
        "Niveau de formation, comme NV3.",
        matching(r"[A-Z][A-Z0-9]{1,4}", "Code comme NV3"),
    ),
    Criterion(
        "permis", "Permis de conduire, comme B.", matching(r"[A-Z][A-Z0-9]{0,4}", "Code comme B")
    ),
    # The contract
    Criterion(
        "typeContrat",
        "Contrats : CDI, CDD, MIS, ... ; 10 au plus ; « ou » avec natureContrat.",
        several(known("typesContrats"), 10),
    ),
    Criterion(
        "natureContrat",
        "Natures de contrat : E1, E2, FS, ... ; « ou » avec typeContrat.",
        several(known("naturesContrats")),
    ),
    Criterion("tempsPlein", "Temps plein : true ou false ; mieux, dureeHebdo.", boolean),
    Criterion(
        "dureeHebdo", "0 non précisée, 1 temps plein, 2 temps partiel.", one_of("0", "1", "2")
    ),
    Criterion(
        "dureeHebdoMin",
        "Durée hebdomadaire, au moins : HHMM, comme 2430.",
        matching(_HHMM, "Nombre HHMM comme 3500"),
    ),
    Criterion(
        "dureeHebdoMax",
        "Durée hebdomadaire, au plus : HHMM, comme 3500.",
        matching(_HHMM, "Nombre HHMM comme 3500"),
    ),
    Criterion("dureeContratMin", "Mois de contrat, au moins : de 0 à 99.", _MONTHS),
    Criterion("dureeContratMax", "Mois de contrat, au plus : de 0 à 99.", _MONTHS),
    Criterion(
        "salaireMin",
        "Salaire minimal, comme 1400 ; avec periodeSalaire.",
        decimal(0, None, "Montant comme 1400 ou 11.88"),
    ),
    Criterion(
        "periodeSalaire",
        "M mois, A année, H heure, C cachet ; avec salaireMin.",
        one_of("M", "A", "H", "C"),
    ),
    # The place
    Criterion(
        "commune",
        "Codes INSEE (pas les codes postaux), comme 33063 ; 5 au plus.",
        several(matching(r"(\d\d|2[AB])\d{3}", "Code INSEE comme 33063 ou 2A004"), 5),
    ),
    Criterion(
        "distance",
        "Kilomètres autour de commune ; l'API en prend 10 ; 0 : la commune seule.",
        matching(_DIGITS, "Nombre entier de kilomètres"),
    ),
    Criterion(
        "departement",
        "Départements : 75, 2A, 971, ... ; 5 au plus.",
        several(known("departements"), 5),
    ),
    Criterion("inclureLimitrophes", "Les départements voisins aussi : true ou false.", boolean),
    Criterion("region", "Région, par son code INSEE : 11, 84, ...", known("regions")),
    Criterion(
        "paysContinent",
        "Pays ou continent, comme 99127 ou 991.",
        matching(r"[0-9A-Z]{2,5}", "Code comme 99127"),
    ),
    # The offer
    Criterion("origineOffre", "1 France Travail, 2 partenaires.", one_of("1", "2")),
    Criterion(
        "partenaires",
        "Partenaires, comme LABONNEALTERNANCE ; avec modeSelectionPartenaires.",
        several(matching(r"[A-Z0-9_.-]+", "Code comme LABONNEALTERNANCE")),
    ),
    Criterion(
        "modeSelectionPartenaires", "INCLUS, EXCLU ; avec partenaires.", one_of("INCLUS", "EXCLU")
    ),
    Criterion(
        "publieeDepuis",
        "Publiée depuis, en jours au plus : 1, 3, 7, 14 ou 31.",
        one_of("1", "3", "7", "14", "31"),
    ),
    Criterion(
        "minCreationDate",
        "Créée depuis, ex. 2026-11-23T00:00:00Z ; avec maxCreationDate.",
        instant,
    ),
    Criterion(
        "maxCreationDate",
        "Créée jusqu'à, ex. 2026-11-24T00:00:00Z ; avec minCreationDate.",
        instant,
    ),
    Criterion("accesTravailleurHandicape", "Travailleurs handicapés : true ou false.", boolean),
    Criterion("entreprisesAdaptees", "Entreprises adaptées : true ou false.", boolean),
    Criterion("employeursHandiEngages", "Employeurs handi-engagés : true ou false.", boolean),
    Criterion("offresMRS", "Recrutée par simulation : true ou false.", boolean),
    Criterion("offresManqueCandidats", "Difficile à pourvoir : true ou false.", boolean),
)

CRITERIA: Final = {criterion.name: criterion for criterion in _ALL}
