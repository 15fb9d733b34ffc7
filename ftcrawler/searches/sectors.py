"""Sectors: the ones asked for, and their searches."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from slugify import slugify

from ftcrawler.exceptions import ArgumentError
from ftcrawler.quoting import one_line
from ftcrawler.searches.search import Search
from ftcrawler.searches.sector_file import Sector, load_sectors

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Sector", "load_sectors", "pick_sectors", "sector_searches"]


def pick_sectors(sectors: Mapping[str, Sector], name: str | None) -> list[Sector]:
    """Return the sector *name*, or every sector; raise ArgumentError in French if unknown."""
    if not name:
        return list(sectors.values())
    if sector := sectors.get(slugify(name, separator="_")):
        return [sector]
    near = get_close_matches(slugify(name, separator="_"), sectors, n=1)
    hint = f" Vouliez-vous dire {near[0]} ?" if near else ""
    raise ArgumentError(
        f"sector : le secteur « {one_line(name)} » est inconnu.{hint} Secteurs connus : "
        f"{', '.join(sectors)}. Sans sector, tous sont collectés."
    )


def sector_searches(sector: Sector, criteria: Mapping[str, str]) -> list[Search]:
    """Return a search for each keyword of *sector*, narrowed by *criteria*.

    >>> tech = Sector("tech", "Informatique", ("devops", "c++"))
    >>> [search.label for search in sector_searches(tech, {"region": "11"})]
    ['devops__region-11__sector-tech', 'c-xcedb1bac__region-11__sector-tech']
    """
    return [
        Search({"motsCles": keyword} | dict(criteria), sector=sector.name)
        for keyword in sector.keywords
    ]
