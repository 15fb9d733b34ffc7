"""Give the crawl its run: a name, a lock, a journal. Other components ask this one for it."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, Self

from ftcrawler.api.addresses import source_of
from ftcrawler.crawling.run_file import refuse_unwritable_run_file, tell_run
from ftcrawler.exceptions import ConfigurationError, StoppedError
from ftcrawler.reporting.interrupted import close_interrupted, say_resumed
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.start_run import Command, RunStarter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

    from ftcrawler.arguments import RunArguments
    from ftcrawler.runs.run import Run


class CurrentRun:
    """Whoever writes the report then closes the run.

    Settings: `FT_DATA_DIR`, `FT_API_URL`, `FT_RUN_FILE`, `S3PIPELINE_URL`.
    """

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Begin the run of this crawl, or take up the one that the same command left today.

        Raises StorageError if the data folder or FT_RUN_FILE refuses it, AlreadyRunningError if
        it is alive, StoppedError if a signal comes while it waits for whoever holds it.
        """
        arguments = arguments_of(crawler)
        refuse_unwritable_run_file(crawler.settings["FT_RUN_FILE"])
        starting = RunStarter(DataLayout.of(crawler.settings), paris_now(), close_interrupted)
        with _stoppable():
            run = starting.start(
                _command(crawler, arguments),
                to_upload=bool(crawler.settings["S3PIPELINE_URL"]) and not arguments.no_s3,
                anew=getattr(arguments, "force", False),
            )
        tell_run(crawler.settings["FT_RUN_FILE"], run)
        if run.resumed:
            say_resumed(run)
        return cls(run)


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


def _command(crawler: Crawler, arguments: RunArguments) -> Command:
    return Command(
        crawler.spidercls.name,
        source_of(crawler.settings["FT_API_URL"]),
        identity=arguments.identity(),
        arguments=arguments.model_dump(mode="json", exclude_unset=True, by_alias=True),
    )


@contextmanager
def _stoppable() -> Iterator[None]:
    """Have a signal end what blocks here at once: the event loop would see it only afterwards."""

    def stop(*_: object) -> NoReturn:
        raise StoppedError("arrêt demandé avant le début de la collecte")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
