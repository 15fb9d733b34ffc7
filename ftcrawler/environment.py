"""The file `.env`: found, read and checked before any setting is made of it."""

from __future__ import annotations

import io
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from dotenv import find_dotenv, load_dotenv
from dotenv.parser import parse_stream

from ftcrawler.exceptions import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

DISABLED = {"1", "true", "t", "yes", "y"}  # as python-dotenv reads its own variable

AS_UTF8 = (
    "Enregistrez-le à nouveau en UTF-8 : dans VS Code ou le Bloc-notes, « Enregistrer sous… » "
    "et l'encodage UTF-8 ; dans PowerShell, « Set-Content -Encoding utf8 »"
)


def load_environment() -> None:
    """Set the variables of the first `.env` from the working folder up; those set already win.

    A line that means nothing is named and passed over. Raises ConfigurationError for a file that
    cannot be read.
    """
    disabled = os.environ.get("PYTHON_DOTENV_DISABLED", "").lower() in DISABLED
    if disabled or not (found := find_dotenv(usecwd=True)):
        return
    text = _read(Path(found))
    for number in _meaningless(text):
        logger.warning(
            "%s, ligne %d : ni « NOM=valeur » ni commentaire (#), elle est ignorée.", found, number
        )
    # What it would say of those lines is in English.
    logging.getLogger("dotenv").setLevel(logging.ERROR)
    load_dotenv(stream=io.StringIO(text), override=False)


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows' editor puts a mark in front
    except UnicodeDecodeError:
        text = "\0"
    except OSError as exc:
        raise ConfigurationError(
            f"{path} est illisible ({exc.strerror or exc}). Vérifiez ses droits."
        ) from exc
    if "\0" in text:  # each second byte of an UTF-16 without its mark
        raise ConfigurationError(f"{path} n'est pas en UTF-8. {AS_UTF8}.")
    return text


def _meaningless(text: str) -> Iterator[int]:
    r"""Yield the numbers of the lines that set nothing and are no comment.

    >>> list(_meaningless("A=1\n# note\n\nCLE abc\nexport B=2\nSEULE\n"))
    [4, 6]
    """
    for binding in parse_stream(io.StringIO(text)):
        written = binding.original.string
        if binding.error or (binding.key is not None and binding.value is None):
            blank = written[: len(written) - len(written.lstrip())]
            yield binding.original.line + blank.count("\n")
