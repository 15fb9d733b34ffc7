"""What an exhibit of the report is: a title, a chart, its table, and a sentence that sums it up.

Figures are made for each choice of the reader, a place and a domain, before the page is written:
the page only shows. `ALL_PLACES` and `ALL_DOMAINS` are the choice that it opens with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    import duckdb

# A cell of a table, as JSON has it: days are ISO texts, shares numbers from 0 to 1.
Cell: TypeAlias = str | int | float | bool | None
Row: TypeAlias = tuple[Cell, ...]

ALL_PLACES: Final = ""
ALL_DOMAINS: Final = ""
ALL: Final = (ALL_PLACES, ALL_DOMAINS)
# Offers: a figure of fewer is not shown.
FEWEST: Final = 5


class Form(Enum):
    """How a cell is written; the values are for the page."""

    TEXT = "texte"
    COUNT = "nombre"
    SHARE = "part"
    EUROS = "euros"
    DAYS = "jours"
    DAY = "jour"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its name in the data of charts, what its table calls it, how it is written."""

    name: str
    title: str
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Choice:
    """A place or a domain that a reader can choose; `within` is the region of a department."""

    code: str
    name: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What an exhibit shows of one choice: a sentence, and rows under its headings."""

    sentence: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Why it cannot be shown, and what would have it shown, in French."""

    reason: str


Figure: TypeAlias = Shown | Missing
# By place and domain: `("", "")`, `("84", "")` (a region), `("D69", "M")` (a department).
Figures: TypeAlias = Mapping[tuple[str, str], Figure]

# A Vega-Lite specification whose data are named DATA: rows as objects, by the headings' names.
Chart: TypeAlias = Mapping[str, Any]
DATA: Final = "lignes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One exhibit, the same for all choices; `name` is its anchor in the page.

    `reading` says in French what is counted and how to read it. One that is `fixed` does not
    depend on the choice: its figures are of all places and domains only. One that shows
    `everywhere` depends on the domain only: its figures are of all places, whichever is chosen.
    Without a `chart` the table is all there is.
    """

    name: str
    title: str
    reading: str
    headings: tuple[Heading, ...]
    figures: Callable[[duckdb.DuckDBPyConnection], Figures]
    chart: Callable[[], Chart] | None = None
    fixed: bool = False
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Exhibits under one title."""

    name: str
    title: str
    exhibits: tuple[Exhibit, ...]
