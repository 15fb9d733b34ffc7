"""Arguments of the spider `sector`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from ftcrawler.arguments.collect import CollectArguments, max_pages
from ftcrawler.arguments.criteria import CriteriaArguments
from ftcrawler.arguments.values import Count  # noqa: TC001 (pydantic reads it)

if TYPE_CHECKING:
    from collections.abc import Mapping


class SectorArguments(CriteriaArguments, CollectArguments):
    """Offers of a sector's keywords, or of every sector's."""

    max_pages: Count = max_pages(5, " a sector")
    sector: str | None = Field(
        default=None,
        description="A sector of configs/france_travail_sectors.json; none: every sector.",
    )

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
