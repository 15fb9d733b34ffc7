"""Arguments of each spider that collects: `all`, `keywords`, `sector`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from ftcrawler.arguments.api_parameters import CriteriaArguments
from ftcrawler.arguments.run_arguments import CollectArguments, max_pages
from ftcrawler.arguments.value_checks import Count, Distance, Keywords  # noqa: TC001 (pydantic reads them)

if TYPE_CHECKING:
    from collections.abc import Mapping


class AllArguments(CriteriaArguments, CollectArguments):
    """Every offer, or those that the given search parameters select."""

    max_pages: Count = max_pages(100)


class KeywordsArguments(CriteriaArguments, CollectArguments):
    """Offers that hold the keywords; with `location`, around that town."""

    max_pages: Count = max_pages(10)
    keywords: Keywords = Field(
        description="The words (required); a comma means AND: 1 to 7, of 2 characters or more."
    )
    location: str | None = Field(
        default=None, description='A town\'s name or INSEE code: Lyon, "Saint-Denis (93)", 33063.'
    )
    distance: Distance | None = Field(
        default=None,
        description="Kilometres around location or commune; 0: the town alone.",
    )

    @classmethod
    def combination_faults(cls, given: Mapping[str, str]) -> dict[str, str]:
        """Add what would say the same thing twice, and a radius without a centre."""
        faults = super().combination_faults(given)
        if "motsCles" in given:
            faults["motsCles"] = "Les mots-clés se donnent ici par keywords : retirez motsCles."
        if "distance" in faults:
            faults["distance"] = (
                "La distance n'a de sens qu'autour d'une ville : ajoutez location ou commune."
            )
        if "location" in given:
            faults.pop("distance", None)
            faults |= {
                name: f"location et {name} désignent deux lieux : gardez l'un des deux."
                for name in ("commune", "departement")
                if name in given
            }
        return faults

    def criteria(self) -> dict[str, str]:
        """Return the parameters given; `distance` goes with the town if `location` is given."""
        criteria = {"motsCles": self.keywords} | super().criteria()
        if self.location is not None:
            criteria.pop("distance", None)
        return criteria


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
