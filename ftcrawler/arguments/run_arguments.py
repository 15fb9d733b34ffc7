"""Arguments of any run, whatever it asks, and of one that reads searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from ftcrawler.arguments.base_arguments import Arguments
from ftcrawler.arguments.value_checks import Flag, Seconds  # noqa: TC001 (pydantic reads them)

NOT_IDENTITY: Final = {"force", "delay", "job"}


class RunArguments(Arguments):
    """How a run behaves; `job` is scrapyd's, who passes `_job` to every run."""

    delay: Seconds | None = Field(
        default=None, description="Seconds between two requests (DOWNLOAD_DELAY); default 1.0."
    )
    no_s3: Flag = Field(default=False, description="1: write locally only, send nothing to S3.")
    job: str | None = Field(
        default=None, alias="_job", description="scrapyd's own number of the run."
    )

    def identity(self) -> dict[str, Any]:
        """Return what tells this run from another one: not when, nor how fast."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude=NOT_IDENTITY)


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
