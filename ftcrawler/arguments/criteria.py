"""Arguments that are search parameters of the API, under its own names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, create_model

from ftcrawler.api.criteria import CRITERIA
from ftcrawler.api.criteria_pairs import pair_faults
from ftcrawler.arguments.base import Arguments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ftcrawler.api.criteria import Criterion


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
