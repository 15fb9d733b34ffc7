"""Files that are not whole yet: a name of its own for each, locked while somebody writes it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from glob import escape
from secrets import token_hex
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".part"
# Of a name at most 255 bytes long, so that ours stays below that.
KEPT_OF_NAME = 50


def new_partial(target: Path) -> IO[bytes]:
    """Open a new file beside *target*, which no other writer has; `name` says where it is.

    Those that killed writers left there go.
    """
    _remove_abandoned(target)
    while True:
        path = target.with_name(f"{_stem(target)}.{token_hex(4)}{SUFFIX}")
        file = path.open("xb")
        # Whoever removes what is abandoned may have come between these two lines.
        if lock(file) is not False and is_at(file, path):
            return file
        file.close()


def lock(file: IO[bytes]) -> bool | None:
    """Lock a file until it is closed; False: another has it; None: no locks are to be had."""
    if sys.platform == "win32":
        return None
    import fcntl  # noqa: PLC0415 (not on Windows)

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def is_at(file: IO[bytes], path: Path) -> bool:
    """Tell whether an open file still is what *path* names."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def _stem(target: Path) -> str:
    return f".{target.name[:KEPT_OF_NAME]}"


def _remove_abandoned(target: Path) -> None:
    for path in target.parent.glob(f"{escape(_stem(target))}.*{SUFFIX}"):
        with suppress(OSError):  # Windows removes no file that is open
            if sys.platform == "win32":
                path.unlink()
                continue
            with path.open("rb") as file:
                if lock(file):
                    path.unlink()
