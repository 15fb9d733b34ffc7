"""Arguments of the spider `keywords`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from ftcrawler.arguments.collect import CollectArguments, max_pages
from ftcrawler.arguments.criteria import CriteriaArguments
from ftcrawler.arguments.values import Count, Distance, Keywords  # noqa: TC001 (pydantic reads them)

if TYPE_CHECKING:
    from collections.abc import Mapping


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
