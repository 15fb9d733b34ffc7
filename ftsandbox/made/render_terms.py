"""Contract, pay, hours and qualification of a made offer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ftsandbox.catalogue.vocabulary import referentiel, vocabulary
from ftsandbox.made.terms import (
    ALTERNANCE,
    CONTRACTS,
    FULL_WEEK,
    NATURES,
    PAYS,
    RHYTHMS,
    WEEKS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftsandbox.made.draw import Row


def contract(row: Row) -> dict[str, Any]:
    """Return the type and the nature of the contract; the nature is a label, not a code."""
    code, label, _, _ = CONTRACTS[row["contract"]]
    if row["months"] > 0:
        label = f"{label} - {row['months']} Mois"
    nature = _nature_labels()[NATURES[row["nature"]]]
    return {"typeContrat": code, "typeContratLibelle": label, "natureContrat": nature}


def pay(row: Row) -> dict[str, Any]:
    """Return `salaire`: often without anything in it."""
    if row["period"] < 0:
        return {}
    luck = row["luck"][10]
    period, _, _, step, _ = PAYS[row["period"]]
    least = row["cents"]
    most = least + step * (luck % 9)
    amounts = f"{least / 100} Euros" + (f" à {most / 100} Euros" if most > least else "")
    benefits = vocabulary()["benefits"]
    listed = [
        {"code": code, "libelle": label} for code, label in benefits[: luck // 9 % len(benefits)]
    ]
    complements = {f"complement{n}": entry["libelle"] for n, entry in enumerate(listed[:2], 1)}
    return {
        "libelle": f"{period} de {amounts} sur 12.0 mois",
        **complements,
        **({"listeComplements": listed} if listed else {}),
    }


def hours(row: Row) -> dict[str, Any]:
    """Return the keys about working hours, and `alternance`."""
    alternance = {"alternance": NATURES[row["nature"]] in ALTERNANCE}
    if row["week"] < 0:
        return alternance
    minutes, _ = WEEKS[row["week"]]
    full = minutes >= FULL_WEEK
    week = (
        f"{minutes // 60}H{minutes % 60 or ''}/semaine\n{RHYTHMS[row['luck'][11] % len(RHYTHMS)]}"
    )
    label = week if full else f"Temps partiel - {week}"
    return {
        "dureeTravailLibelle": label,
        "dureeTravailLibelleConverti": "Temps plein" if full else "Temps partiel",
        **alternance,
        "contexteTravail": {"horaires": [label], "conditionsExercice": []},
    }


def qualification(row: Row) -> dict[str, str]:
    """Return the qualification's code and label, if it is said."""
    if row["qualifications"] < 0:
        return {}
    code, label, _ = vocabulary()["qualifications"][row["qualifications"]]
    return {"qualificationCode": code, "qualificationLibelle": label}


@cache
def _nature_labels() -> Mapping[str, str]:
    return {entry["code"]: entry["libelle"] for entry in referentiel("naturesContrats")}
