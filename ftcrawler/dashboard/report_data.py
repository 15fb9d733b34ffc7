"""All that the page of the report says, made before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from ftcrawler.dashboard.exhibit import Choice, Figures, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the offers come from, and until when: the licence's article 4 wants both told.

    `updated` is the start of the last run applied, `complete` that of the last complete reading,
    of everything where that was asked for, and not only what some searches find; `first` and
    `nights` say how long the history is. `source` is the API's address. `limits` says in French
    which offers alone were looked for; empty: all of them, and they were read whole.
    """

    source: str
    updated: datetime
    complete: datetime | None
    first: date
    nights: int
    limits: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the few figures at the top: `value` is written for people (`12 345`)."""

    title: str
    value: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """`figures` are by the exhibit's name; choices without any offer to show have none.

    `places` and `domains` begin with the choice of all; a region comes before its departments.
    """

    provenance: Provenance
    places: tuple[Choice, ...]
    domains: tuple[Choice, ...]
    sections: tuple[Section, ...]
    figures: Mapping[str, Figures]
    key_figures: Mapping[tuple[str, str], tuple[KeyFigure, ...]]
