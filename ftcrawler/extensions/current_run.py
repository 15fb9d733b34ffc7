"""Give the crawl its run: a name, a lock, a journal. Other components ask this one for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.stores.clock import paris_now
from ftcrawler.stores.layout import DataLayout
from ftcrawler.stores.runs import Run, begin_run

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ftcrawler.arguments import RunArguments


class CurrentRun:
    """Settings: `FT_DATA_DIR`, `S3PIPELINE_URL`. Whoever writes the report then closes the run."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Begin the run of this crawl; raise StorageError if the data folder refuses it."""
        if not (data_dir := crawler.settings["FT_DATA_DIR"]):
            raise ConfigurationError("FT_DATA_DIR est vide : indiquez le dossier des données.")
        return cls(
            begin_run(
                DataLayout(Path(data_dir)),
                crawler.spidercls.name,
                paris_now(),
                to_upload=bool(crawler.settings["S3PIPELINE_URL"])
                and not arguments_of(crawler).no_s3,
            )
        )


def arguments_of(crawler: Crawler) -> RunArguments:
    """Return the arguments of a crawl, which every spider of this project has."""
    arguments: RunArguments = getattr(crawler.spider, "args")  # noqa: B009 (no class of Scrapy's)
    return arguments


def current_run(crawler: Crawler) -> Run:
    """Return the run of a crawl that has begun."""
    extension = crawler.get_extension(CurrentRun)
    if extension is None:
        raise ConfigurationError(
            "EXTENSIONS doit contenir ftcrawler.extensions.current_run.CurrentRun."
        )
    return extension.run
