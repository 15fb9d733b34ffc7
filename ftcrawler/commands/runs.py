"""``scrapy runs``: the last runs, from their reports and journals."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from ftcrawler.api.addresses import source_of
from ftcrawler.exceptions import ConfigurationError
from ftcrawler.printing import UNREAD, as_json, say
from ftcrawler.quoting import one_line
from ftcrawler.reporting.run_summaries import latest_runs
from ftcrawler.reporting.runs_table import NOTHING, runs_table
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

LAST: Final = 20


class Command(ScrapyCommand):
    """Exit codes: 0; 1 without a data folder; 2 for wrong options; 141 if nobody reads it."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the options in short."""
        return "[--last N] [--spider NOM] [--all] [--json]"

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Montre les dernières collectes : statut, chiffres, durées"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what to show, and how, to Scrapy's options."""
        super().add_options(parser)
        group = parser.add_argument_group("Collectes")
        shown = f"nombre de collectes, les plus récentes d'abord (par défaut {LAST})"
        group.add_argument("--last", metavar="N", default=str(LAST), help=shown)
        group.add_argument("--spider", metavar="NOM", help="celles d'un spider seulement")
        everything = "aussi les commandes dont un argument a été refusé"
        group.add_argument("--all", action="store_true", help=everything)
        group.add_argument("--json", action="store_true", help="un tableau JSON, pour un script")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the runs; on stderr, what could not be read."""
        assert self.settings is not None
        if args:
            raise UsageError(f"Argument inattendu : « {one_line(args[0])} ».", print_help=False)
        last = _whole(opts.last)
        self._check_spider(opts.spider)
        try:
            layout = DataLayout.of(self.settings)
        except ConfigurationError as error:
            say(f"Erreur: {error}", error=True)
            self.exitcode = 1
            return
        runs = latest_runs(
            layout,
            _say_damaged,
            now=paris_now(),
            last=last,
            spider=opts.spider,
            refused=opts.all or opts.json,
        )
        if opts.json:
            text = as_json(runs)
        elif runs:
            source = source_of(self.settings["FT_API_URL"])
            text = runs_table(runs, shutil.get_terminal_size().columns, source)
        else:
            of_spider = f" de {opts.spider}" if opts.spider else ""
            text = f"{NOTHING}{of_spider} dans {layout.root}."
        if not say(text):
            self.exitcode = UNREAD

    def _check_spider(self, name: str | None) -> None:
        if name is None:
            return
        assert self.settings is not None
        known = get_spider_loader(self.settings).list()
        if name not in known:
            raise UsageError(
                f"Spider inconnu : « {one_line(name)} ». Spiders : {', '.join(sorted(known))}.",
                print_help=False,
            )


def _whole(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise UsageError(
            f"--last : nombre entier attendu, 1 ou plus : « {one_line(text)} ».", print_help=False
        )
    return int(text)


def _say_damaged(path: Path, error: Exception) -> None:
    say(f"Illisible : {path} ({error})", error=True)
