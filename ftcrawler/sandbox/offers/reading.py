"""What an offer, as the API shows it, says to a search: the only reader of real offers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.sandbox.offers.lists import appellations, codes_by_label
from ftcrawler.sandbox.offers.places import COUNTRIES, FRANCE, Place, referentiel, regions
from ftcrawler.sandbox.offers.text import folded, folded_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.sandbox.offers.catalogue import Offer

FIELDS: Final = (
    "origin", "rome", "appellation", "contract", "nature", "experience", "requirement",
    "qualification", "week", "naf", "level", "licence", "partner", "handicap", "adapted",
    "engaged", "shortage",
)  # fmt: skip
FLAGS: Final = {
    "handicap": "accessibleTH",
    "adapted": "entrepriseAdaptee",
    "engaged": "employeurHandiEngage",
    "shortage": "offresManqueCandidats",
}
_LENGTH = re.compile(r"(\d+) (An|Mois|Semaine|Jour)")
_MONTHS = {"An": 12.0, "Mois": 1.0, "Semaine": 12 / 52, "Jour": 12 / 365}
_WEEK = re.compile(r"(\d+)H(\d\d)?")
_PAY = re.compile(r"(Annuel|Mensuel|Horaire|Cachet) de (\d+(?:[.,]\d+)?)")
# Euros a year: 12 months, or 52 weeks of 35 hours. A fee compares with nothing.
YEARLY: Final = {"Annuel": 1.0, "Mensuel": 12.0, "Horaire": 1820.0}


def read_fields(offer: Offer) -> dict[str, str | None]:
    """Return the values of FIELDS; several values of one field are joined by commas."""
    partners = offer["origineOffre"].get("partenaires", [])
    levels, codes = codes_by_label("levels"), codes_by_label("partners")
    return {
        "origin": offer["origineOffre"].get("origine"),
        "rome": offer.get("romeCode"),
        "appellation": appellations().get(offer.get("appellationlibelle", "")),
        "contract": offer.get("typeContrat"),
        "nature": _natures().get(folded(offer.get("natureContrat", ""))),
        "experience": read_experience(offer),
        "requirement": offer.get("experienceExige"),
        "qualification": _qualification(offer.get("qualificationCode")),
        "week": _week(offer),
        "naf": offer.get("codeNAF"),
        "level": _joined(levels.get(x.get("niveauLibelle")) for x in offer.get("formations", ())),
        "licence": _joined(x["libelle"].split(" - ")[0] for x in offer.get("permis", ())),
        "partner": _joined(codes.get(partner.get("nom")) for partner in partners),
        **{name: str(offer.get(key, False)).lower() for name, key in FLAGS.items()},
    }


def read_experience(offer: Offer) -> str:
    """Return the code of the experience asked: 0 not said, 1 to 3 by length, 4 none needed.

    >>> read_experience({"experienceExige": "E", "experienceLibelle": "6 Mois"})
    '1'
    """
    if offer.get("experienceExige") in (None, "D"):
        return "4" if offer.get("experienceExige") else "0"
    match = _LENGTH.search(offer.get("experienceLibelle", ""))
    if match is None:
        return "0"
    months = int(match[1]) * _MONTHS[match[2]]
    return "1" if months < 12 else "2" if months <= 36 else "3"  # noqa: PLR2004 (a year, three)


def read_numbers(offer: Offer) -> dict[str, float]:
    """Return `salary` (euros a year), `hours` (minutes a week), `months`; NaN where unknown."""
    pay = _PAY.search(offer.get("salaire", {}).get("libelle", ""))
    week = _WEEK.search(offer.get("dureeTravailLibelle", ""))
    length = _LENGTH.search(offer.get("typeContratLibelle", ""))
    yearly = YEARLY.get(pay[1], float("nan")) if pay else float("nan")
    return {
        "salary": float(pay[2].replace(",", ".")) * yearly if pay else float("nan"),
        "hours": int(week[1]) * 60 + int(week[2] or 0) if week else float("nan"),
        "months": int(length[1]) * _MONTHS[length[2]] if length else float("nan"),
    }


def read_place(offer: Offer) -> Place:
    """Return where the offer is; `lieuTravail.libelle` tells what the other keys do not."""
    where: dict[str, Any] = offer.get("lieuTravail", {})
    label = where.get("libelle", "")
    start = label.split(" - ")[0]
    department = start if start in regions() else None
    country = next((code for code, name in COUNTRIES.items() if name == label), FRANCE)
    return Place(
        label,
        department,
        regions()[department] if department else _region_codes().get(label),
        where.get("commune"),
        where.get("codePostal"),
        where.get("latitude"),
        where.get("longitude"),
        country,
    )


def read_text(offer: Offer) -> str:
    """Return the words that keywords are looked for in (docs/api.md 2.4): not the description."""
    several = (("competences", "libelle"), ("formations", "domaineLibelle"), ("permis", "libelle"))
    return folded_fields(
        *(offer.get(name, "") for name in ("intitule", "romeCode", "romeLibelle")),
        *(x.get(key, "") for name, key in several for x in offer.get(name, ())),
        *(x.get("libelle", "") for x in offer.get("langues", ())),
    )


def _week(offer: Offer) -> str:
    converted, label = (
        offer.get(name, "") for name in ("dureeTravailLibelleConverti", "dureeTravailLibelle")
    )
    if "temps partiel" in f"{converted} {label}".lower():
        return "2"
    return "1" if converted or _WEEK.search(label) else "0"


def _qualification(code: str | None) -> str:
    return "X" if code is None else "9" if code == "9" else "0"


def _joined(codes: Any) -> str | None:  # noqa: ANN401 (any iterable of codes)
    return ",".join(code for code in codes if code) or None


@cache
def _natures() -> Mapping[str, str]:
    return {folded(entry["libelle"]): entry["code"] for entry in referentiel("naturesContrats")}


@cache
def _region_codes() -> Mapping[str, str]:
    return {entry["libelle"]: entry["code"] for entry in referentiel("regions")}
