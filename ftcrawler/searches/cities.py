"""Paris, Lyon, Marseille: the cities that the API knows by their arrondissements.

How the reference list words these entries is not documented, so only their codes are relied on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_MAX_COMMUNES = 5


@dataclass(frozen=True, slots=True)
class City:
    """A city with arrondissements; `base` + n is the code of the n-th."""

    name: str
    code: str
    departement: str
    base: int
    count: int

    def arrondissements(self) -> list[str]:
        """Return the INSEE codes of the arrondissements."""
        return [str(self.base + number) for number in range(1, self.count + 1)]

    def criteria(self, known: Container[str], distance: str | None) -> list[dict[str, str]]:
        """Return criteria that together cover the city, with the codes that are *known*."""
        if self.departement == "75":
            # The department is the city, and any arrondissement brings all of Paris.
            return [{"commune": "75101"}] if distance is not None else [{"departement": "75"}]
        codes = [code for code in self.arrondissements() if code in known] or [self.code]
        chunks = (codes[n : n + _MAX_COMMUNES] for n in range(0, len(codes), _MAX_COMMUNES))
        return [{"commune": ",".join(chunk)} for chunk in chunks]


CITIES = (
    City("Paris", "75056", "75", 75100, 20),
    City("Lyon", "69123", "69", 69380, 9),
    City("Marseille", "13055", "13", 13200, 16),
)
