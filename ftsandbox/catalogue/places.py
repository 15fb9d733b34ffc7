"""Towns, departments and countries: what the sandbox knows of geography."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ftsandbox.catalogue.vocabulary import data_text, referentiel

if TYPE_CHECKING:
    from collections.abc import Mapping

FRANCE = "99100"
COUNTRIES = {
    "99131": "Belgique", "99137": "Luxembourg", "99140": "Suisse", "99109": "Allemagne",
    "99127": "Italie", "99134": "Espagne", "99138": "Monaco",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """A town of data/towns.csv; `weight` is its population in thousands, about."""

    code: str
    postcode: str
    name: str
    latitude: float
    longitude: float
    weight: int

    @property
    def department(self) -> str:
        """The first characters of the INSEE code: three overseas, else two."""
        return self.code[: 3 if self.code.startswith("97") else 2]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offer is, as precisely as it says; None is what it does not say."""

    label: str
    department: str | None = None
    region: str | None = None
    town: str | None = None
    postcode: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str = FRANCE


@cache
def towns() -> Mapping[str, Town]:
    """Return the towns by INSEE code; Paris, Lyon and Marseille also by arrondissement."""
    rows = csv.DictReader(io.StringIO(data_text("towns.csv")))
    return {
        row["code"]: Town(
            row["code"], row["postcode"], row["name"],
            float(row["latitude"]), float(row["longitude"]), int(row["weight"]),
        )
        for row in rows
    }  # fmt: skip


@cache
def regions() -> Mapping[str, str]:
    """Return the region of each department, by codes.

    >>> regions()["2A"], regions()["974"]
    ('94', '04')
    """
    return {entry["code"]: entry["region"]["code"] for entry in referentiel("departements")}
