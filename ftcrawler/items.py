"""What the spiders yield: pages of offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FoundBy:
    """The search that found an offer, as feeds tell it; `sector` is the one it belongs to."""

    label: str
    keywords: str | None = None
    sector: str | None = None


@dataclass(slots=True, kw_only=True)
class OfferPage:
    """One answer of the API, its place in its search, and the offers that are left of it.

    `ids` are all the offers that the answer held; `resultats` loses those already kept in this
    run; `answer` is the answer's own bytes, empty if the page does not hold it as it came;
    `mended` are offers of which a text was changed to be readable. Never printed whole: 150
    offers are some 600 KB.

    An answer without offers is a page too: the journal records every answer, so that a run that
    is resumed knows what it asked. `sequence` is the order in which the sweeps took it in, over
    the whole run (None: after all others); `request` is the question, as a query string;
    `digest` is what the sweep needs to know of the answer.

    `key` is where the page is on disk, once it is there; empty: nothing was left to write.
    """

    label: str
    page: int
    ids: list[str] = field(repr=False)
    resultats: list[dict[str, Any]] = field(repr=False)
    filtres_possibles: list[Any] = field(repr=False)
    answer: bytes = field(repr=False)
    sequence: int | None = None
    request: str = ""
    status: int = 200
    digest: bytes | None = field(default=b"", repr=False)
    mended: tuple[str, ...] = ()
    key: str = ""
    found_by: FoundBy | None = None

    def __str__(self) -> str:
        return f"{self.label} p{self.page}: {len(self.resultats)} of {len(self.ids)} offers"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """Offers that were on disk before this process began, for feeds alone.

    Pipelines leave it as it is: everything was done for it. `elsewhere`: an earlier run of the
    day wrote it, not this one.
    """

    resultats: list[dict[str, Any]] = field(repr=False)
    elsewhere: bool = False
    found_by: FoundBy | None = None
