"""Arguments of a run that reads searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from ftcrawler.arguments.run import RunArguments
from ftcrawler.arguments.values import Flag  # noqa: TC001 (pydantic reads it)


class CollectArguments(RunArguments):
    """What the spiders that collect share; each sets its own `max_pages` beside this."""

    if TYPE_CHECKING:
        max_pages: int

    force: Flag = Field(default=False, description="1: collect again although today's data exist.")

    def allowance(self, searches: int) -> int:
        """Return how many pages so many searches that share them may have; 0: no limit."""
        del searches
        return self.max_pages


def max_pages(default: int, per: str = "") -> Any:  # noqa: ANN401 (as pydantic's own Field)
    """Declare `max_pages`, whose default depends on the spider."""
    return Field(default, ge=0, description=f"Pages at most{per}; 0: no limit. Default {default}.")
