"""What a made offer asks of candidates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ftsandbox.catalogue.vocabulary import vocabulary
from ftsandbox.made.jobs import BUNDLES, skill_bundles, skill_groups
from ftsandbox.made.terms import EXPERIENCE_LABELS, UNSAID

if TYPE_CHECKING:
    from ftsandbox.made.draw import Row

BEGINNER = 4
_QUALITIES_SHOWN = 3


def asked_of_candidate(row: Row) -> dict[str, Any]:
    """Return the keys about experience, training, languages, licences and skills."""
    luck = row["luck"][7]
    return {
        **_experience(row),
        **_listed("formations", _training(row)),
        **_listed("langues", _labelled("languages", row["languages"])),
        **_listed("permis", _labelled("licences", row["licences"])),
        **_offices(row),
        **_listed("competences", _skills(row)),
        **({"qualitesProfessionnelles": _qualities(luck)} if row["own"] and luck % 8 < 5 else {}),  # noqa: PLR2004 (five in eight)
    }


def _experience(row: Row) -> dict[str, str]:
    code, luck = row["experience"], row["luck"][8]
    required = "D" if code == BEGINNER else "S" if row["wished"] else "E"
    labels = EXPERIENCE_LABELS[code]
    label = labels[luck % len(labels)] if code else UNSAID[required]
    return {"experienceExige": required, "experienceLibelle": label}


def _training(row: Row) -> list[dict[str, str]]:
    if row["trainings"] < 0:
        return []
    code, domain = vocabulary()["trainings"][row["trainings"]]
    level = vocabulary()["levels"][row["levels"]][1]
    return [
        {"codeFormation": code, "domaineLibelle": domain, "niveauLibelle": level, "exigence": "S"}
    ]


def _labelled(name: str, number: int) -> list[dict[str, str]]:
    if number < 0:
        return []
    return [{"libelle": vocabulary()[name][number][1], "exigence": "S"}]


def _offices(row: Row) -> dict[str, list[str]]:
    luck = row["luck"][9]
    if not row["own"] or luck % 10:
        return {}
    offices = vocabulary()["offices"]
    return {"outilsBureautiques": [offices[luck // 10 % len(offices)]]}


def _skills(row: Row) -> list[dict[str, str]]:
    if row["bundle"] < 0:
        return []
    group = int(skill_groups()[row["rome"]])
    return _bundle(group * BUNDLES + row["bundle"], coded=row["own"])


@cache
def _bundle(number: int, *, coded: bool) -> list[dict[str, str]]:
    return [
        {
            **({"code": str(100_000 + number * 10 + rank)} if coded else {}),
            "libelle": skill,
            "exigence": "SE"[rank % 2],
        }
        for rank, skill in enumerate(skill_bundles()[number])
    ]


def _qualities(luck: int) -> list[dict[str, str]]:
    qualities = vocabulary()["qualities"]
    first = luck // 8
    return [
        {"libelle": label, "description": text}
        for label, text in (
            qualities[(first + step) % len(qualities)] for step in range(_QUALITIES_SHOWN)
        )
    ]


def _listed(key: str, values: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    return {key: values} if values else {}
