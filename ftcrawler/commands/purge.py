"""The command `scrapy purge`: take away raw pages that the history has taken in.

Scrapy imports this for every command: what reads the history, and pyarrow with it, comes later.
"""
# ruff: noqa: PLC0415 (see above)

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.api.addresses import source_of
from ftcrawler.endings import EXIT_BAD_INPUT, EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK
from ftcrawler.exceptions import ConfigurationError, FtcrawlerError
from ftcrawler.history.history_settings import raw_days, whole_days
from ftcrawler.printing import say
from ftcrawler.quoting import one_line
from ftcrawler.runs.layout import DataLayout
from ftcrawler.s3.store import S3Store

if TYPE_CHECKING:
    import argparse

    from scrapy.settings import BaseSettings


class Command(ScrapyCommand):
    """Exit codes: docs/exit-codes.md, « scrapy purge »."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the options in short."""
        return "[--days N] [--dry-run]"

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Efface les pages brutes que l'historique a reprises, ici et dans S3"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add which pages, and whether in earnest, to Scrapy's options."""
        super().add_options(parser)
        group = parser.add_argument_group("Pages brutes")
        days = "celles de plus de N jours ; par défaut FT_RAW_DAYS, sinon rien n'est effacé"
        group.add_argument("--days", metavar="N", help=days)
        group.add_argument("--dry-run", action="store_true", help="dire, sans rien effacer")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Delete, and print what was deleted and what is left."""
        assert self.settings is not None
        if args:
            raise UsageError(f"Argument inattendu : « {one_line(args[0])} ».", print_help=False)
        days = None if opts.days is None else _days(opts.days)
        self.exitcode = _purge(self.settings, days, dry_run=opts.dry_run)


def _days(given: str) -> int:
    try:
        return whole_days("--days", given)
    except ConfigurationError:
        raise UsageError(
            f"--days : nombre entier de jours attendu, 0 ou plus. Reçu : « {one_line(given)} ».",
            print_help=False,
        ) from None


def _purge(settings: BaseSettings, given: int | None, *, dry_run: bool) -> int:
    from ftcrawler.history.showing.purge_lines import purge_lines
    from ftcrawler.history.upkeep.purge import purge

    try:
        days = raw_days(settings) if given is None else given
        store = S3Store.from_settings(settings)
        purged = purge(
            DataLayout.of(settings),
            source_of(settings["FT_API_URL"]),
            days=days,
            dry_run=dry_run,
            store=store,
        )
    except FtcrawlerError as error:
        say(f"Erreur: {error}", error=True)
        return EXIT_BAD_INPUT if isinstance(error, ConfigurationError) else EXIT_FAILED
    say("\n".join(purge_lines(purged, days, store.bucket if store else None)))
    return EXIT_INCOMPLETE if purged.failure else EXIT_OK
