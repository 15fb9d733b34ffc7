"""What an offer, as the API shows it, says to a search: the only reader of real offers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ftsandbox.catalogue.places import COUNTRIES, FRANCE, Place, regions
from ftsandbox.catalogue.vocabulary import appellations, codes_by_label, referentiel
from ftsandbox.catalogue.words import folded, folded_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftsandbox.catalogue.catalogue import Offer

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
_LENGTH = re.compile(r"(\d{1,9}) (An|Mois|Semaine|Jour)")
_MONTHS = {"An": 12.0, "Mois": 1.0, "Semaine": 12 / 52, "Jour": 12 / 365}
_WEEK = re.compile(r"(\d{1,9})H(\d\d)?")
_PAY = re.compile(r"(Annuel|Mensuel|Horaire|Cachet) de (\d+(?:[.,]\d+)?)")
# Euros a year: 12 months, or 52 weeks of 35 hours. A fee compares with nothing.
YEARLY: Final = {"Annuel": 1.0, "Mensuel": 12.0, "Horaire": 1820.0}


def read_fields(offer: Offer) -> dict[str, str | None]:
    """Return the values of FIELDS; several values of one field are joined by commas."""
    source = _object(offer, "origineOffre")
    levels, codes = codes_by_label("levels"), codes_by_label("partners")
    return {
        "origin": _said(source, "origine"),
        "rome": _said(offer, "romeCode"),
        "appellation": appellations().get(_text(offer, "appellationlibelle")),
        "contract": _said(offer, "typeContrat"),
        "nature": _natures().get(folded(_text(offer, "natureContrat"))),
        "experience": read_experience(offer),
        "requirement": _said(offer, "experienceExige"),
        "qualification": _qualification(_said(offer, "qualificationCode")),
        "week": _week(offer),
        "naf": _said(offer, "codeNAF"),
        "level": _joined(
            levels.get(_text(x, "niveauLibelle")) for x in _objects(offer, "formations")
        ),
        "licence": _joined(_text(x, "libelle").split(" - ")[0] for x in _objects(offer, "permis")),
        "partner": _joined(codes.get(_text(x, "nom")) for x in _objects(source, "partenaires")),
        **{name: str(offer.get(key, False)).lower() for name, key in FLAGS.items()},
    }


def read_experience(offer: Offer) -> str:
    """Return the code of the experience asked: 0 not said, 1 to 3 by length, 4 none needed.

    >>> read_experience({"experienceExige": "E", "experienceLibelle": "6 Mois"})
    '1'
    """
    if offer.get("experienceExige") in (None, "D"):
        return "4" if offer.get("experienceExige") else "0"
    match = _LENGTH.search(_text(offer, "experienceLibelle"))
    if match is None:
        return "0"
    months = int(match[1]) * _MONTHS[match[2]]
    return "1" if months < 12 else "2" if months <= 36 else "3"  # noqa: PLR2004 (a year, three)


def read_numbers(offer: Offer) -> dict[str, float]:
    """Return `salary` (euros a year), `hours` (minutes a week), `months`; NaN where unknown."""
    pay = _PAY.search(_text(_object(offer, "salaire"), "libelle"))
    week = _WEEK.search(_text(offer, "dureeTravailLibelle"))
    length = _LENGTH.search(_text(offer, "typeContratLibelle"))
    yearly = YEARLY.get(pay[1], float("nan")) if pay else float("nan")
    return {
        "salary": float(pay[2].replace(",", ".")) * yearly if pay else float("nan"),
        "hours": int(week[1]) * 60 + int(week[2] or 0) if week else float("nan"),
        "months": int(length[1]) * _MONTHS[length[2]] if length else float("nan"),
    }


def read_place(offer: Offer) -> Place:
    """Return where the offer is; `lieuTravail.libelle` tells what the other keys do not."""
    where = _object(offer, "lieuTravail")
    label = _text(where, "libelle")
    start = label.split(" - ")[0]
    department = start if start in regions() else None
    country = next((code for code, name in COUNTRIES.items() if name == label), FRANCE)
    return Place(
        label,
        department,
        regions()[department] if department else _region_codes().get(label),
        _said(where, "commune"),
        _said(where, "codePostal"),
        _number(where, "latitude"),
        _number(where, "longitude"),
        country,
    )


def read_text(offer: Offer) -> str:
    """Return the words that keywords are looked for in (docs/api.md 2.4): not the description."""
    several = (
        ("competences", "libelle"), ("formations", "domaineLibelle"), ("permis", "libelle"),
        ("langues", "libelle"),
    )  # fmt: skip
    return folded_fields(
        *(_text(offer, name) for name in ("intitule", "romeCode", "romeLibelle")),
        *(_text(x, key) for name, key in several for x in _objects(offer, name)),
    )


# What is not of its field's type says nothing to a search; it is served as it is.


def _said(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None


def _text(values: Mapping[str, Any], name: str) -> str:
    return _said(values, name) or ""


def _number(values: Mapping[str, Any], name: str) -> float | None:
    value = values.get(name)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _object(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def _objects(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = values.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _week(offer: Offer) -> str:
    converted, label = (
        _text(offer, name) for name in ("dureeTravailLibelleConverti", "dureeTravailLibelle")
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
