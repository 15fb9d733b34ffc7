"""``scrapy sandbox``: a local server that behaves as the API does. See docs/sandbox.md."""

from __future__ import annotations

import asyncio
import gc
import signal
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.sandbox.options import add_sandbox_options, sandbox_config

if TYPE_CHECKING:
    import argparse

    from ftcrawler.sandbox.config import SandboxConfig


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
        super().add_options(parser)
        add_sandbox_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve until SIGINT or SIGTERM."""
        if args:
            raise UsageError(f"Argument inattendu : « {args[0]} ».", print_help=False)
        try:
            config = sandbox_config(opts)
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from None
        try:
            asyncio.run(_serve(config))
        except ConfigurationError as error:
            print(f"Erreur: {error}", flush=True)
            self.exitcode = 1


async def _serve(config: SandboxConfig) -> None:
    # Scrapy imports every command for each one: a crawl must not carry numpy along (20 MB).
    from ftcrawler.sandbox.server import serving  # noqa: PLC0415

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving(config) as sandbox:
        # To look for cycles among half a million offers would stop it for 50 ms at a time.
        gc.freeze()
        print(f"Bac à sable prêt : {len(sandbox.catalogue)} offres. Ctrl-C pour l'arrêter.")
        print("Variables d'environnement à copier :")
        for name, value in sandbox.env().items():
            print(f"{name}={value}", flush=True)
        await stop.wait()
