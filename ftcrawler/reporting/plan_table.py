"""A plan as a person reads it, in French."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import UNKNOWN, count, duration, number, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ftcrawler.reporting.crawl_plan import Plan, PlannedSearch

HEADINGS: Final = ("Recherche", "Annoncées", "À lire", "Requêtes")


def table(plan: Plan) -> str:
    """Return a line for each search, then what they cost together."""
    rows = [HEADINGS, *map(_row, plan.searches)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join([*(_line(row, widths) for row in rows), "", *_sums(plan)])


def _row(search: PlannedSearch) -> tuple[str, ...]:
    if search.announced is None:
        return one_line(search.label), UNKNOWN, UNKNOWN, UNKNOWN
    about = "~" if search.estimated else ""
    requests = f"{about}{number(search.requests)}"
    return one_line(search.label), number(search.announced), number(search.offers), requests


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    label, *figures = row
    cells = [each.rjust(width) for each, width in zip(figures, widths[1:], strict=True)]
    return "  ".join([label.ljust(widths[0]), *cells])


def _sums(plan: Plan) -> Iterator[str]:
    about = "environ " if plan.estimated else ""
    yield f"À lire : {count(plan.offers, 'offre')} sur {count(plan.announced, 'annoncée')}."
    yield f"Requêtes : {about}{number(plan.requests)}."
    if plan.seconds:
        yield f"Durée : environ {_times(plan)}."
    if plan.size:
        yield f"Disque : environ {size(plan.size)}."
    if not plan.known:
        yield "Le compte est incomplet : l'API n'a pas répondu pour toutes les recherches."


def _times(plan: Plan) -> str:
    at_delay = f"{_time(plan.seconds)} avec delay={plan.delay:g}"
    if not plan.quota:
        return at_delay
    at_quota = f"{_time(plan.seconds_at_quota)} au rythme du quota, {plan.quota} requêtes/s"
    return at_quota if plan.seconds == plan.seconds_at_quota else f"{at_delay} ; {at_quota}"


def _time(seconds: float) -> str:
    return duration(max(seconds, 1))
