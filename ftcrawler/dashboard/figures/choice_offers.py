"""The choices that have figures, with the number of their open offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class ChoiceOffers:
    """A choice, by its number in `choices`, and by its codes."""

    number: int
    key: tuple[str, str]
    offers: int


def choice_offers(engine: duckdb.DuckDBPyConnection) -> list[ChoiceOffers]:
    """Return all of them."""
    rows = engine.execute(
        "SELECT choice, place, domain, offers FROM choices ORDER BY choice"
    ).fetchall()
    return [
        ChoiceOffers(number, (place, domain), offers) for number, place, domain, offers in rows
    ]
