"""Where the list of sectors is: the one that ships with the program, or a person's own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_NAME = "france_travail_sectors.json"


def sectors_source(path: str | None) -> Traversable:
    """Return the file at *path*; without one, the list that ships.

    That is in `ftcrawler/configs` once built, an egg or a wheel, and in `configs/` at the top of a
    checkout: setup.py makes the one from the other, so that there is one list to edit.

    >>> sectors_source("secteurs.json").name, sectors_source(None).name
    ('secteurs.json', 'france_travail_sectors.json')
    """
    if path:
        return Path(path).expanduser()
    built = files("ftcrawler").joinpath("configs", _NAME)
    return built if built.is_file() else Path(__file__).parents[2] / "configs" / _NAME
