"""``scrapy nightly [SPIDER]``: a crawl, and all that is made of it; see LISEZMOI.md.

Scrapy imports every command for each one: what is needed here alone is imported when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from ftcrawler.api.addresses import source_of
from ftcrawler.commands.crawl import Command as Crawl
from ftcrawler.endings import failed_exit_code, reason_of
from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.feeds.destinations import is_stdout
from ftcrawler.history.history_settings import close_max_percent, raw_days
from ftcrawler.printing import say
from ftcrawler.runs.layout import DataLayout
from ftcrawler.s3.store import S3Store

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from ftcrawler.night.night import Night


class Command(Crawl):
    """Exit codes: docs/exit-codes.md."""

    requires_crawler_process = False
    _feeds: tuple[str, ...] = ()

    def syntax(self) -> str:
        """Return the options in short."""
        return "[options] [spider]"

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Fait la nuit : collecte, historique, offres disparues, S3 ; ou ce qu'il en reste"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what only a night has to the options of a crawl."""
        super().add_options(parser)
        accept = "ferme même si trop d'offres ont disparu d'un coup, une fois vérifié"
        parser.add_argument("--accept-closures", action="store_true", help=accept)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options, and refuse what the crawl would refuse; it is given them anew."""
        outputs = (("-o", opts.output), ("-O", opts.overwrite_output))
        self._feeds = tuple(w for o, given in outputs for uri in given or () for w in (o, uri))
        super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what is left of the night, and tell it."""
        from ftcrawler.monitors.history_watch import watch_history  # noqa: PLC0415 (see the
        from ftcrawler.night.run_night import run_night  # noqa: PLC0415 (first lines)

        assert self.settings is not None
        spider = self._spider(args or ["all"], get_spider_loader(self.settings).list())
        if any(map(is_stdout, self.settings.getdict("FEEDS"))):
            raise UsageError(
                "scrapy nightly écrit ses lignes sur la sortie standard : donnez un fichier à -o.",
                print_help=False,
            )
        try:
            night = self._night(spider, opts)
            self.exitcode = run_night(night)
            watch_history(self.settings, night.layout, night.source, exit_code=self.exitcode)
        except FtcrawlerError as error:
            say(f"Erreur: {error}")
            self.exitcode = failed_exit_code(reason_of(error))

    def _night(self, spider: str, opts: argparse.Namespace) -> Night:
        """Return the night that the command line asks for; raise ConfigurationError."""
        from ftcrawler.night.night import Night  # noqa: PLC0415
        from ftcrawler.night.night_command import NightCommand  # noqa: PLC0415
        from ftcrawler.night.stop_signals import StopSignals  # noqa: PLC0415

        settings = self.settings
        assert settings is not None
        command = NightCommand(
            spider,
            opts.spargs,
            dict(pair.split("=", 1) for pair in opts.set),
            self._feeds,
            tuple(_log_words(opts)),
        )
        return Night(
            command=command,
            layout=DataLayout.of(settings),
            source=source_of(settings["FT_API_URL"]),
            close_max_percent=close_max_percent(settings),
            accept_closures=opts.accept_closures,
            raw_days=raw_days(settings),
            store=None if command.no_s3 else S3Store.from_settings(settings),
            s3_workers=settings.getint("FT_S3_WORKERS"),
            database=settings["FT_POSTGRES_URL"],
            stop=StopSignals(),
            tell=say,
        )


def _log_words(opts: argparse.Namespace) -> Iterator[str]:
    """Yield the options for the log, of every crawl of the night."""
    for option, value in (("-L", opts.loglevel), ("--logfile", opts.logfile)):
        if value:
            yield from (option, value)
    if opts.nolog:
        yield "--nolog"
