"""``scrapy sandbox``: a local server that behaves as the API does. See docs/sandbox.md.

Scrapy imports every command for each one: what is needed here alone is imported when it runs.
"""

from __future__ import annotations

import asyncio
import gc
import shlex
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.printing import say
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractAsyncContextManager

    from ftsandbox.server import Sandbox

DATA_DIR: Final = "data/bac_a_sable"
INSTALL: Final = "python -m pip install -r requirements-sandbox.txt -c constraints.txt"


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
        from ftsandbox.config import SandboxError  # noqa: PLC0415
        from ftsandbox.options import sandbox_config  # noqa: PLC0415

        if args:
            raise UsageError(f"Argument inattendu : « {one_line(args[0])} ».", print_help=False)
        try:
            config = sandbox_config(opts)
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from None
        try:
            from ftsandbox.server import serving  # noqa: PLC0415

            asyncio.run(_serve(serving(config)))
        except ModuleNotFoundError as error:
            say(f"Erreur: {error.name} n'est pas installé. Le bac à sable en a besoin : {INSTALL}")
            self.exitcode = 1
        except SandboxError as error:
            say(f"Erreur: {error}")
            self.exitcode = 1


async def _serve(serving: AbstractAsyncContextManager[Sandbox]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving as sandbox:
        # To look for cycles among half a million offers would stop it for 50 ms at a time.
        gc.freeze()
        say(f"Bac à sable prêt : {len(sandbox.catalogue)} offres. Ctrl-C pour l'arrêter.")
        say("\n".join(_variables(sandbox.env() | apart())))
        await stop.wait()


def apart() -> dict[str, str]:
    """Return the variables that keep made offers from the real ones, on disk and in S3."""
    return {"FT_DATA_DIR": str(Path(DATA_DIR).absolute()), "data_lake_bucket": ""}


def _variables(values: Mapping[str, str]) -> Iterator[str]:
    """Yield the variables in the two forms that they can be pasted in."""
    yield "Variables à copier dans .env :"
    yield from (f"{name}={_dotenv(value)}" for name, value in values.items())
    yield "ou à coller dans un autre terminal :"
    yield from (f"export {name}={shlex.quote(value)}" for name, value in values.items())


def _dotenv(value: str) -> str:
    r"""Return a value as python-dotenv reads it back.

    >>> print(_dotenv("/srv/data"), _dotenv("c'est # ça"))
    /srv/data 'c\'est # ça'
    """
    if not value or shlex.quote(value) == value:
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
