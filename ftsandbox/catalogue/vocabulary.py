"""The data that ships: lists of codes and labels that offers and reference lists are made of."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# The API's codes of appellations are not at hand: these are the sandbox's own, one a ROME label.
_FIRST_APPELLATION = 10_000


def data_text(*names: str) -> str:
    """Return a file of the sandbox's data folder."""
    return files("ftsandbox").joinpath("data", *names).read_text(encoding="utf-8")


@cache
def referentiel(name: str) -> list[dict[str, Any]]:
    """Return one of data/referentiels, a list of the API as it gives it."""
    entries: list[dict[str, Any]] = json.loads(data_text("referentiels", f"{name}.json"))
    return entries


@cache
def vocabulary() -> dict[str, Any]:
    """Return data/vocabulary.json: lists of [code, label] or [code, label, weight], or labels."""
    content: dict[str, Any] = json.loads(data_text("vocabulary.json"))
    return content


@cache
def appellations() -> Mapping[str, str]:
    """Return the code of each appellation by its label, in the order of `metiers`."""
    return {
        entry["libelle"]: str(_FIRST_APPELLATION + number)
        for number, entry in enumerate(referentiel("metiers"))
    }


@cache
def codes_by_label(name: str) -> Mapping[str, str]:
    """Return the codes of a list of the vocabulary (`levels`, `partners`, ...) by label."""
    return {entry[1]: entry[0] for entry in vocabulary()[name]}
