"""Bring the tables of a history to a PostgreSQL, in one transaction: all of it, or what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.runs.layout import DataLayout

SCHEMA: Final = "ftcrawler"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought: the events of how many files, and how many offers are open now."""

    files: int
    events: int
    open_offers: int


def load_tables(
    layout: DataLayout, url: str, schema: str = SCHEMA, *, tell: Callable[[str], object] = print
) -> Loaded:
    """Have *schema* of a database hold the tables of the history; *tell* says what is waited for.

    Raises ConfigurationError for an address that leads nowhere, DatabaseError for what the
    database refuses, HistoryError. Whatever is raised leaves the database as it was.
    """
    raise NotImplementedError
