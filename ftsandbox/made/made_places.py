"""Places of the made offers, weighted as France's population is."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ftsandbox.catalogue.places import COUNTRIES, Place, regions, towns
from ftsandbox.catalogue.vocabulary import data_text, referentiel
from ftsandbox.made.shares import shares

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftsandbox.made.shares import Shares

# Shares of the offers that say less than a town (docs/api.md 7: about 2 % have no department).
_DEPARTMENT_ONLY: Final = 0.010
_REGION_ONLY: Final = 0.006
_FRANCE_ONLY: Final = 0.006
_ABROAD: Final = 0.004


@cache
def spots() -> tuple[tuple[Place, ...], Shares]:
    """Return every place an offer can have, and the share of each."""
    places, weights = zip(*_weighted(), strict=True)
    return places, shares(weights)


def _weighted() -> Iterator[tuple[Place, float]]:
    people = {
        row["code"]: int(row["weight"])
        for row in csv.DictReader(io.StringIO(data_text("departments.csv")))
    }
    everyone = sum(people.values())
    yield from _town_places({code: count / everyone for code, count in people.items()})
    labels = {entry["code"]: entry["libelle"] for entry in referentiel("departements")}
    for code, label in labels.items():
        share = people[code] / everyone * _DEPARTMENT_ONLY
        yield Place(f"{code} - {label}", code, regions()[code]), share
    for region in referentiel("regions"):
        yield Place(region["libelle"], region=region["code"]), _REGION_ONLY / 18
    yield Place("France"), _FRANCE_ONLY
    for code, label in COUNTRIES.items():
        yield Place(label, country=code), _ABROAD / len(COUNTRIES)


def _town_places(parts: dict[str, float]) -> Iterator[tuple[Place, float]]:
    sizes: defaultdict[str, int] = defaultdict(int)
    for town in towns().values():
        sizes[town.department] += town.weight
    for town in towns().values():
        here = town.department
        yield (
            Place(
                f"{here} - {town.name}", here, regions()[here],
                town.code, town.postcode, town.latitude, town.longitude,
            ),
            parts[here] * town.weight / sizes[here],
        )  # fmt: skip


@cache
def spot_contents() -> tuple[dict[str, Any], ...]:
    """Return `lieuTravail` of each place; what it does not say is absent."""
    places, _ = spots()
    return tuple(
        {
            key: value
            for key, value in (
                ("libelle", place.label),
                ("latitude", place.latitude),
                ("longitude", place.longitude),
                ("codePostal", place.postcode),
                ("commune", place.town),
            )
            if value is not None
        }
        for place in places
    )
