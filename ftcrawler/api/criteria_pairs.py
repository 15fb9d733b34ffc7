"""Search parameters that the API takes only together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOGETHER = (
    ("minCreationDate", "maxCreationDate"),
    ("salaireMin", "periodeSalaire"),
    ("partenaires", "modeSelectionPartenaires"),
)


def pair_faults(given: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with the combination *given*: parameter at fault, French message.

    >>> list(pair_faults({"salaireMin": "1400"})), pair_faults({"commune": "33063"})
    (['salaireMin'], {})
    """
    faults = {}
    for pair in _TOGETHER:
        present = [name for name in pair if name in given]
        if len(present) == 1:
            (missing,) = set(pair) - set(present)
            faults[present[0]] = (
                f"Les paramètres {pair[0]} et {pair[1]} sont dépendants et doivent être "
                f"renseignés ensemble. Ajoutez {missing}."
            )
    if given.get("minCreationDate", "") > given.get("maxCreationDate", "Z"):
        faults["minCreationDate"] = "Cette date est après maxCreationDate : échangez les deux."
    if "distance" in given and "commune" not in given:
        faults["distance"] = "La distance n'a de sens qu'autour d'une ville : ajoutez commune."
    return faults
