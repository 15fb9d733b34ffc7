"""Made offers as a catalogue: each column read as the field that searches know."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ftsandbox.catalogue.catalogue import Catalogue, Field
from ftsandbox.catalogue.offer_reading import FLAGS, YEARLY
from ftsandbox.catalogue.vocabulary import appellations, vocabulary
from ftsandbox.catalogue.words import folded, folded_fields
from ftsandbox.made.jobs import BUNDLES, jobs, skill_bundles, skill_groups, titles
from ftsandbox.made.made_offers import MadeOffers
from ftsandbox.made.made_places import spots
from ftsandbox.made.terms import CONTRACTS, FULL_WEEK, NATURES, PAYS, WEEKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ftsandbox.made.draw import Columns

_FLAG_VALUES = ("false", "true")


def made_catalogue(columns: Columns, seed: int, start: int) -> Catalogue:
    """Return the catalogue of *columns*; no offer made before *start* is updated after it."""
    return Catalogue(
        columns["created"],
        _fields(columns),
        _numbers(columns),
        spots()[0],
        _texts(columns),
        MadeOffers(columns, seed, start),
    )


def _fields(columns: Columns) -> dict[str, Field]:
    rome, own = columns["rome"], columns["own"]
    level = np.where(columns["trainings"] >= 0, columns["levels"], -1)
    fields = {
        "origin": Field(("2", "1"), own.astype(np.int8)),
        "rome": Field(tuple(code for code, _ in jobs()), rome),
        "appellation": Field(tuple(appellations()[label] for _, label in jobs()), rome),
        "contract": Field(tuple(row[0] for row in CONTRACTS), columns["contract"]),
        "nature": Field(NATURES, columns["nature"]),
        "experience": Field(("0", "1", "2", "3", "4"), columns["experience"]),
        "requirement": Field(("E", "S", "D"), requirement(columns)),
        "qualification": _qualification(columns["qualifications"]),
        "week": _week(columns["week"]),
        "naf": Field(_first("nafs"), columns["nafs"]),
        "level": Field(_first("levels"), level),
        "licence": Field(_first("licences"), columns["licences"]),
        "partner": Field(_first("partners"), columns["partners"]),
        "place": Field(tuple(place.label for place in spots()[0]), columns["place"]),
    }
    return fields | {name: Field(_FLAG_VALUES, columns[name]) for name in FLAGS}


def requirement(columns: Columns) -> NDArray[Any]:
    """Return what is asked of experience: 0 required, 1 wished, 2 none."""
    return np.where(columns["experience"] == 4, 2, columns["wished"])  # noqa: PLR2004 (code 4)


def _qualification(column: NDArray[Any]) -> Field:
    # The list's last one is « Cadre ».
    last = len(vocabulary()["qualifications"]) - 1
    codes = np.where(column < 0, 2, np.where(column == last, 1, 0))
    return Field(("0", "9", "X"), codes.astype(np.int8))


def _week(column: NDArray[Any]) -> Field:
    kinds = np.array([1 if minutes >= FULL_WEEK else 2 for minutes, _ in WEEKS] + [0], np.int8)
    return Field(("0", "1", "2"), kinds[column])


def _numbers(columns: Columns) -> dict[str, NDArray[np.float64]]:
    yearly = np.array([YEARLY[row[0]] for row in PAYS] + [np.nan])
    months = columns["months"].astype(np.float64)
    return {
        "salary": columns["cents"] / 100 * yearly[columns["period"]],
        "hours": np.array([minutes for minutes, _ in WEEKS] + [np.nan])[columns["week"]],
        "months": np.where(months < 0, np.nan, months),
    }


def _texts(columns: Columns) -> tuple[Field, ...]:
    bundle = columns["bundle"]
    skills = np.where(bundle < 0, -1, skill_groups()[columns["rome"]] * BUNDLES + bundle)
    return (
        Field(_folded_titles(), columns["title"]),
        Field(_folded_jobs(), columns["rome"]),
        Field(_folded_skills(), skills.astype(np.int16)),
        *(
            Field(_folded_labels(name), columns[name])
            for name in ("trainings", "licences", "languages")
        ),
    )


@cache
def _folded_titles() -> tuple[str, ...]:
    return tuple(folded(title) for title in titles())


@cache
def _folded_jobs() -> tuple[str, ...]:
    return tuple(folded_fields(code, label) for code, label in jobs())


@cache
def _folded_skills() -> tuple[str, ...]:
    return tuple(folded_fields(*bundle) for bundle in skill_bundles())


@cache
def _folded_labels(name: str) -> tuple[str, ...]:
    return tuple(folded(row[1]) for row in vocabulary()[name])


def _first(name: str) -> tuple[str, ...]:
    return tuple(row[0] for row in vocabulary()[name])
