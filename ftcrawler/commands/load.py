"""``scrapy load [URL]``: bring the tables of the history to a PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.exceptions import ConfigurationError
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
        return "[URL] [--schema NOM]"

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Charge les tables de l'historique dans PostgreSQL"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where the tables go to Scrapy's options."""
        super().add_options(parser)
        group = parser.add_argument_group("Base")
        group.add_argument("--schema", metavar="NOM", help="le schéma (par défaut, ftcrawler)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Load what is new, and say what that was; errors go to stderr."""
        if len(args) > 1:
            raise UsageError(f"Argument inattendu : « {one_line(args[1])} ».", print_help=False)
        assert self.settings is not None
        with stoppable(self, "Interrompu : la base est comme avant."):
            # They bring duckdb and psycopg along, which no other command should pay for.
            from ftcrawler.exports.load_lines import loaded_line  # noqa: PLC0415
            from ftcrawler.exports.load_tables import SCHEMA, load_tables  # noqa: PLC0415

            loaded = load_tables(
                DataLayout.of(self.settings),
                args[0] if args else _given(self.settings["FT_POSTGRES_URL"]),
                SCHEMA if opts.schema is None else opts.schema,
                tell=say,
            )
            say(loaded_line(loaded))


def _given(address: str | None) -> str:
    if not address:
        raise ConfigurationError(
            "Aucune base n'est donnée : renseignez FT_POSTGRES_URL, ou donnez son adresse, "
            "« scrapy load postgresql://utilisateur:mot-de-passe@serveur:5432/base »."
        )
    return address
