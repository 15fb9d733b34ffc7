"""From a query string to criteria that the API accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftsandbox.search.checks import CHECKS
from ftsandbox.search.refusals import dependent_refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    Criteria = dict[str, str]

# One without the other is refused.
DEPENDENT = (("minCreationDate", "maxCreationDate"), ("salaireMin", "periodeSalaire"))


def read_criteria(query: Iterable[tuple[str, str]]) -> Criteria:
    """Return the criteria of *query*; raise Refusal for what the API refuses.

    Unknown names are left out, silently; so are empty values, and any value but a name's first.

    >>> read_criteria([("departement", "75"), ("page", "2"), ("typeContrat", "")])
    {'departement': '75'}
    """
    criteria: Criteria = {}
    for name, value in query:
        if name in CHECKS and value:
            criteria.setdefault(name, value)
    for name, value in criteria.items():
        CHECKS[name](name, value)
    for first, second in DEPENDENT:
        if (first in criteria) != (second in criteria):
            raise dependent_refusal(first, second)
    return criteria
