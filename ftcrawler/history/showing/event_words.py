"""The kinds of events as French writes them, in lines that are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.history.files.event_columns import Kind
from ftcrawler.reporting.french import count

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Final = {
    Kind.OPENED: "ouverte",
    Kind.CHANGED: "modifiée",
    Kind.REACTUALISED: "actualisée",
    Kind.CLOSED: "fermée",
    Kind.REOPENED: "rouverte",
}


def events_said(events: Mapping[str, int], *, none: str = "rien de nouveau") -> str:
    """Return how many events of each kind there are; *none* is said where there is not one.

    >>> events_said({"ouverte": 1204, "fermee": 1})
    '1 204 ouvertes, 0 modifiée, 0 actualisée, 1 fermée, 0 rouverte'
    >>> events_said({})
    'rien de nouveau'
    """
    if not any(events.values()):
        return none
    return ", ".join(count(events.get(kind, 0), word) for kind, word in WORDS.items())
