"""Arguments that are search parameters of the API, under its own names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, create_model

from ftcrawler.api.search_parameters import CRITERIA
from ftcrawler.arguments.base_arguments import Arguments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.api.search_parameters import Criterion

# What the API takes only together.
_TOGETHER = (
    ("minCreationDate", "maxCreationDate"),
    ("salaireMin", "periodeSalaire"),
    ("partenaires", "modeSelectionPartenaires"),
)


def _field(criterion: Criterion) -> tuple[Any, Any]:
    kind = Annotated[str, AfterValidator(criterion.checked)]
    return kind | None, Field(default=None, description=criterion.description)


# The table of the API's parameters is the only place that lists them.
if TYPE_CHECKING:
    _Parameters = Arguments
else:
    _Parameters = create_model(
        "_Parameters",
        __base__=Arguments,
        **{name: _field(criterion) for name, criterion in CRITERIA.items()},
    )


class CriteriaArguments(_Parameters):
    """Every search parameter, checked as the API would."""

    @classmethod
    def combination_faults(cls, given: Mapping[str, str]) -> dict[str, str]:
        """Add the parameters that the API takes only together."""
        return super().combination_faults(given) | pair_faults(given)

    def criteria(self) -> dict[str, str]:
        """Return the parameters given, as they are sent."""
        values = ((name, getattr(self, name)) for name in CRITERIA)
        return {name: value for name, value in values if value is not None}


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
