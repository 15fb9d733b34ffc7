"""Set .venv up for `make run` or for `make test`, and say what happens while pip works.

    PYTHON scripts/install.py run|tests

PYTHON becomes the environment's. The standard library is all there is to begin with.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Final

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "installation.log"
OPTIONS = (
    *("--disable-pip-version-check", "--progress-bar=off", "--no-input"),
    *("--constraint=constraints.txt", f"--log={LOG}"),
)
SECONDS_BETWEEN_LINES = 5


@dataclass(frozen=True)
class Part:
    """What a command needs beside Python; the figures are of Linux, on two cores."""

    purpose: str
    requirements: tuple[str, ...]
    packages: int
    megabytes: int
    duration: str


PARTS: Final = {
    "run": Part(
        "De quoi collecter et exporter",
        ("requirements.txt", "requirements-sandbox.txt"),
        packages=91,
        megabytes=520,
        duration="une demi-minute",
    ),
    "tests": Part(
        "De quoi tester et développer",
        ("requirements-dev.txt",),
        packages=163,
        megabytes=1_620,
        duration="deux minutes",
    ),
}


class InstallError(Exception):
    """What could not be done, and what to do about it."""


def main(name: str) -> int:
    """Install a part; return 1 where that failed."""
    part = PARTS[name]
    started = time.monotonic()
    say(
        f"== Installation dans {VENV.name}, avec Python {sys.version.split()[0]}",
        f"   {part.purpose} : {part.packages} bibliothèques, {part.megabytes} Mo sur le disque.",
        f"   Comptez {part.duration} avec une bonne connexion, une fois pour toutes.",
    )
    try:
        make_environment()
        # The pip that came with Python may be years old, and twice as slow; if need be, it does.
        pip("--upgrade", "--no-compile", "pip").communicate()
        watch(pip("--no-compile", *options(part)), started)
    except InstallError as failure:
        say(f"L'installation a échoué. {failure}")
        return 1
    except KeyboardInterrupt:
        say("Installation interrompue. La même commande la reprend.")
        return 1
    say(f"   Installé en {time.monotonic() - started:.0f} s. Pour tout enlever : make clean")
    return 0


def make_environment() -> None:
    """Make .venv, or mend it."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        version = ".".join(map(str, sys.version_info[:2]))
        raise InstallError(
            "Ce Python ne sait pas créer d'environnement.\n"
            f"Debian, Ubuntu : sudo apt install python{version}-venv, puis la même commande.\n"
            + (made.stderr or made.stdout).strip()
        )


def options(part: Part) -> list[str]:
    """Return the files to install from."""
    return [word for file in part.requirements for word in ("--requirement", file)]


def pip(*arguments: str) -> subprocess.Popen[str]:
    """Start `pip install`."""
    return subprocess.Popen(
        [str(PYTHON), "-m", "pip", "install", *OPTIONS, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def watch(process: subprocess.Popen[str], started: float) -> None:
    """Say every few seconds how far pip is; raise InstallError, with its reasons, if it fails."""
    said: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=read, args=(process.stdout, said))
    reader.start()
    told = ""
    while reader.is_alive():
        reader.join(SECONDS_BETWEEN_LINES)
        if reader.is_alive() and (now := progress(said)) != told:
            told = now
            say(f"   {time.monotonic() - started:3.0f} s  {now}")
    if process.wait():
        reasons = [line for line in said if line.startswith("ERROR: ")] or said[-3:]
        raise InstallError(
            "Vérifiez la connexion, le proxy et la place sur le disque,\n"
            "puis redonnez la même commande.\n"
            + "".join(f"   pip : {reason}\n" for reason in reasons)
            + f"Le détail : {LOG.relative_to(ROOT)}"
        )


def read(stream: IO[str], said: list[str]) -> None:
    """Keep the lines of a stream."""
    said.extend(line.rstrip() for line in stream)


def progress(said: list[str]) -> str:
    """Tell how far pip is, by what it said.

    >>> progress(["Collecting a", "  Downloading a-1.0-py3-none-any.whl (1.2 MB)"])
    '1 bibliothèque reçue'
    >>> progress(["Installing collected packages: a, b, c"])
    'mise en place de 3 bibliothèques'
    """
    for line in reversed(said):
        if line.startswith("Installing collected packages: "):
            return f"mise en place de {counted(line.count(',') + 1)}"
    received = sum(bool(re.match(r" *(?:Downloading|Using cached) .*\.whl \(", s)) for s in said)
    return f"{counted(received)} reçue" + "s" * (received > 1)


def counted(number: int) -> str:
    """Return a number of packages in words."""
    return f"{number} bibliothèque" + "s" * (number > 1)


def say(*lines: str) -> None:
    """Print lines at once."""
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1]))
