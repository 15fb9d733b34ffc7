"""A search: criteria sent to `/offres/search`, and the label its files bear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ftcrawler.items import FoundBy
from ftcrawler.searches.label import search_label

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Search:
    """What is asked, under the API's own parameter names (`motsCles`, `departement`, ...).

    `sector` names the sector whose keyword this is; it marks the label, and is not sent.
    """

    criteria: Mapping[str, str]
    sector: str | None = None

    @cached_property
    def label(self) -> str:
        """The name of this search in files and reports; no two different searches share it."""
        return search_label(self.criteria, sector=self.sector)

    @cached_property
    def found_by(self) -> FoundBy:
        """What feeds tell of this search beside each offer that it found."""
        return FoundBy(self.label, self.criteria.get("motsCles"), self.sector)
