"""Arguments of any run, whatever it collects."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from ftcrawler.arguments.base import Arguments
from ftcrawler.arguments.values import Flag, Seconds  # noqa: TC001 (pydantic reads them)

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
