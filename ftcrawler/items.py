"""What the spiders yield: one page of offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class OfferPage:
    """One answer of the API, its place in its search, and the offers that are left of it.

    `ids` are all the offers that the answer held; `resultats` loses those already kept in this
    run; `answer` is the answer's own bytes. Never printed whole: 150 offers are some 600 KB.
    """

    label: str
    page: int
    ids: list[str] = field(repr=False)
    resultats: list[dict[str, Any]] = field(repr=False)
    filtres_possibles: list[dict[str, Any]] = field(repr=False)
    answer: bytes = field(repr=False)

    def __str__(self) -> str:
        return f"{self.label} p{self.page}: {len(self.resultats)} of {len(self.ids)} offers"
