"""Arguments of the spider `sector`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from ftcrawler.arguments.collect import CollectArguments, max_pages
from ftcrawler.arguments.criteria import CriteriaArguments
from ftcrawler.arguments.values import Count  # noqa: TC001 (pydantic reads it)

if TYPE_CHECKING:
    from collections.abc import Mapping


class SectorArguments(CriteriaArguments, CollectArguments):
    """Offers of a sector's keywords, or of every sector's."""

    max_pages: Count = max_pages(5, " a sector, by default one a keyword at least")
    sector: str | None = Field(
        default=None,
        description="A sector of configs/france_travail_sectors.json; none: every sector.",
    )

    def allowance(self, searches: int) -> int:
        """Return the pages of a sector: by default none of its keywords goes without.

        >>> SectorArguments().allowance(6), SectorArguments(max_pages=5).allowance(6)
        (6, 5)
        """
        chosen = "max_pages" in self.model_fields_set
        return self.max_pages if chosen else max(self.max_pages, searches)

    def identity(self) -> dict[str, Any]:
        """Add a chosen `max_pages`: the default is not the same for all sectors."""
        chosen = self.model_dump(include={"max_pages"}, exclude_unset=True)
        return super().identity() | chosen

    @classmethod
    def combination_faults(cls, given: Mapping[str, str]) -> dict[str, str]:
        """Add keywords, which the sector brings."""
        faults = super().combination_faults(given)
        if "motsCles" in given:
            faults["motsCles"] = (
                "Les mots-clés viennent du secteur : retirez motsCles, ou lancez "
                "« scrapy crawl keywords -a keywords=... »."
            )
        return faults
