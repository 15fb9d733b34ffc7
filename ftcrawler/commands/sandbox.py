"""``scrapy sandbox``: a local server that behaves as the API does. See docs/sandbox.md.

Scrapy imports every command for each one: what is needed here alone is imported when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.printing import say
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Exit codes: 0 stopped as asked, 1 could not start, 2 wrong options."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the options in short."""
        return "[options]"

    def short_desc(self) -> str:
        """Return the command's line in `scrapy --help`."""
        return "Sert une imitation locale de l'API Offres d'emploi"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the sandbox's options to Scrapy's."""
        from ftsandbox.options import add_sandbox_options  # noqa: PLC0415

        super().add_options(parser)
        add_sandbox_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve until SIGINT or SIGTERM."""
        from ftsandbox.foreground import serve  # noqa: PLC0415
        from ftsandbox.options import sandbox_config  # noqa: PLC0415

        if args:
            raise UsageError(f"Argument inattendu : « {one_line(args[0])} ».", print_help=False)
        try:
            config = sandbox_config(opts)
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from None
        if not serve(config, say):
            self.exitcode = 1
