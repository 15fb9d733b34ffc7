"""The reference lists shipped with the project; all but `metiers` are as complete as the API's."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def labels(name: str) -> Mapping[str, str]:
    """Return code and label of each entry of *name*, in the API's order.

    >>> labels("departements")["2A"], len(labels("regions"))
    ('Corse-du-Sud', 18)
    """
    source = files("ftcrawler.api").joinpath("referentiels", f"{name}.json")
    entries: list[dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))
    return {entry["code"]: entry["libelle"] for entry in entries}
