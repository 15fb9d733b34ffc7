"""What commands print, on whatever console, whoever reads it: to print never raises."""

from __future__ import annotations

import atexit
import json
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

# What a shell says of a program that wrote into a pipe nobody reads any more: 128 + SIGPIPE.
UNREAD: Final = 141


def prepare_console() -> None:
    """Have stdout and stderr write « ? » for what they cannot, and end without a traceback."""
    if sys.stderr is None:  # closed before Python began; Scrapy's log would not start without it
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 (for the life of the process)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    atexit.register(_flush)


def say(text: object = "", *, error: bool = False) -> bool:
    """Print *text* and a line end, at once; tell whether the console, or the pipe, took it.

    What did not take it is given up: whatever else is said there goes nowhere.
    """
    stream = sys.stderr if error else sys.stdout
    if stream is None:  # closed before Python began: nobody wants to know
        return True
    try:
        stream.write(f"{text}\n")
        stream.flush()
    except (OSError, ValueError):  # no reader, a full disk; closed
        _give_up(stream)
        return False
    return True


def as_json(data: object) -> str:
    """Return JSON for a program to read from stdout: UTF-8, or escapes where that is not UTF-8."""
    body = orjson.dumps(data, option=orjson.OPT_INDENT_2)
    # What the console has no letter for would be « ? », and wrong.
    return body.decode() if speaks_utf8() else json.dumps(json.loads(body), indent=2)


def pour(chunks: Iterable[bytes]) -> bool:
    """Write bytes to stdout as they come, whatever its letters; tell whether all were taken."""
    stream = sys.stdout
    if stream is None:
        return True
    for chunk in chunks:
        try:
            stream.buffer.write(chunk)
            stream.buffer.flush()
        except (OSError, ValueError):
            _give_up(stream)
            return False
    return True


def speaks_utf8() -> bool:
    """Tell whether stdout takes every character."""
    return "utf" in (getattr(sys.stdout, "encoding", None) or "").lower()


def _flush() -> None:
    """Write what others have printed: Python would do so later, complain, and exit with 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            _give_up(stream)


def _give_up(stream: TextIO) -> None:
    with suppress(OSError, ValueError):
        number = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
