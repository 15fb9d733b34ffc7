"""Arguments of the spider `all`."""

from __future__ import annotations

from ftcrawler.arguments.collect import CollectArguments, max_pages
from ftcrawler.arguments.criteria import CriteriaArguments
from ftcrawler.arguments.values import Count  # noqa: TC001 (pydantic reads it)


class AllArguments(CriteriaArguments, CollectArguments):
    """Every offer, or those that the given search parameters select."""

    max_pages: Count = max_pages(100)
