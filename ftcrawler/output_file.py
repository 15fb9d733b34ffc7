"""The file that `--output` names, of commands that write one: refused before they set to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.exceptions import ArgumentError

if TYPE_CHECKING:
    from pathlib import Path


def check_output(output: Path | None) -> None:
    """Raise ArgumentError if no file can be there; a folder that lacks is not made."""
    if output is None:
        return
    if output.is_dir():
        raise ArgumentError(f"--output : {output} est un dossier. Donnez-lui un nom de fichier.")
    if not output.parent.is_dir():
        raise ArgumentError(
            f"--output : le dossier {output.parent} n'existe pas. Créez-le, ou corrigez le chemin."
        )
