"""Serve where someone looks on: say where the sandbox is, until told to stop."""

from __future__ import annotations

import asyncio
import gc
import shlex
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ftsandbox.config import SandboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractAsyncContextManager

    from ftsandbox.config import SandboxConfig
    from ftsandbox.server import Sandbox

    Say = Callable[[str], object]

DATA_DIR: Final = "data/bac_a_sable"
INSTALL: Final = "python -m pip install -r requirements-sandbox.txt -c constraints.txt"


def serve(config: SandboxConfig, say: Say) -> bool:
    """Serve until SIGINT or SIGTERM; return False if it could not start, and say why."""
    try:
        # Here, so that whoever has not installed them (see INSTALL) still reads this file.
        from ftsandbox.server import serving  # noqa: PLC0415

        asyncio.run(_until_told(serving(config), say))
    except ModuleNotFoundError as error:
        say(f"Erreur: {error.name} n'est pas installé. Le bac à sable en a besoin : {INSTALL}")
        return False
    except SandboxError as error:
        say(f"Erreur: {error}")
        return False
    return True


async def _until_told(serving: AbstractAsyncContextManager[Sandbox], say: Say) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving as sandbox:
        # To look for cycles among half a million offers would stop it for 50 ms at a time.
        gc.freeze()
        offers = f"{len(sandbox.catalogue):,}".replace(",", " ")
        say(f"Bac à sable prêt : {offers} offres. Ctrl-C pour l'arrêter.")
        say("\n".join(_variables(sandbox.env() | _apart())))
        await stop.wait()


def _apart() -> dict[str, str]:
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
