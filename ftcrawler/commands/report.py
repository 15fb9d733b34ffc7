"""``scrapy report``: what the history tells, as one HTML file for people to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.output_file import check_output
from ftcrawler.printing import say
from ftcrawler.quoting import one_line
from ftcrawler.runs.layout import DataLayout
from ftcrawler.stoppable_command import stoppable

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Exit codes: docs/exit-codes.md."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the options in short."""
        return "[--output FICHIER]"

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Écrit le rapport : une page HTML de l'historique, à ouvrir hors connexion"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to write to Scrapy's options."""
        super().add_options(parser)
        group = parser.add_argument_group("Rapport")
        written = "fichier à écrire, entier ou pas du tout ; par défaut, reports/ des données"
        group.add_argument("--output", metavar="FICHIER", help=written)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the report and say where it is; errors go to stderr."""
        if args:
            raise UsageError(f"Argument inattendu : « {one_line(args[0])} ».", print_help=False)
        output = Path(opts.output).expanduser() if opts.output else None
        assert self.settings is not None
        with stoppable(self):
            check_output(output)
            say("\n".join(_made(DataLayout.of(self.settings), output)))


def _made(layout: DataLayout, output: Path | None) -> tuple[str, ...]:
    # It brings duckdb, altair and what draws along, for which no other command should pay.
    from ftcrawler.dashboard.make_report_page import make_report_page  # noqa: PLC0415

    return make_report_page(layout, output).lines
