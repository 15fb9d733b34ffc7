"""The reference lists shipped with the project; all but `metiers` are as complete as the API's.

`metiers` and `domaines` are ROME's, `nafs` and `secteursActivites` the sub-classes and divisions
of NAF rev. 2 as INSEE publishes them: facts of open data, under the names of the API's lists.
"""

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
    return {entry["code"]: entry["libelle"] for entry in _entries(name)}


@cache
def regions_by_department() -> Mapping[str, str]:
    """Return the code of the region of each department.

    >>> regions_by_department()["2A"]
    '94'
    """
    return {entry["code"]: entry["region"]["code"] for entry in _entries("departements")}


def _entries(name: str) -> list[dict[str, Any]]:
    source = files("ftcrawler.api").joinpath("referentiels", f"{name}.json")
    entries: list[dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))
    return entries
