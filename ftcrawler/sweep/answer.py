"""What a sweep needs to know of an answer; the journal keeps it to go on after a kill."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import orjson

from ftcrawler.api.creation_dates import BEGINNING, END, created_ms
from ftcrawler.api.query_limits import OFFERS_PER_QUERY

if TYPE_CHECKING:
    from ftcrawler.api.page import Page


@dataclass(frozen=True, slots=True)
class Answer:
    """One page as the API ordered it: ids, and creation dates in milliseconds.

    Offers that could not be read have their places too. `total` is what the API announces for
    the whole query, None where it did not say. An offer without a date has its neighbour's;
    `created` is empty if none has one. `doubted` is how many answers to the same question, with
    offers, were not believed before this one.
    """

    total: int | None
    ids: tuple[str, ...]
    created: tuple[int, ...]
    defects: tuple[str, ...] = ()
    doubted: int = 0

    @classmethod
    def of(cls, page: Page, *, doubted: int = 0) -> Self:
        """Return what *page* tells."""
        dates = [_plausible(created_ms(offer.get("dateCreation"))) for offer in page.resultats]
        if len(dates) < len(page.ids):
            read = {offer["id"]: date for offer, date in zip(page.resultats, dates, strict=True)}
            dates = [read.get(name) for name in page.ids]
        return cls(page.total, page.ids, _filled(dates), page.defects, doubted)

    @classmethod
    def from_bytes(cls, digest: bytes) -> Self:
        """Read what `to_bytes` wrote."""
        total, ids, created, defects, *doubted = orjson.loads(zlib.decompress(digest))
        return cls(total, tuple(ids), tuple(created), tuple(defects), *doubted)

    def to_bytes(self) -> bytes:
        """Return some 2 KB that hold all of it.

        >>> answer = Answer(7, ("A", "B"), (2000, 1000), doubted=1)
        >>> Answer.from_bytes(answer.to_bytes()) == answer
        True
        """
        told = [self.total, self.ids, self.created, self.defects, self.doubted]
        return zlib.compress(orjson.dumps(told), 1)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def beyond_reach(self) -> bool:
        """Tell whether the query has more offers than offsets reach."""
        return (self.total or 0) > OFFERS_PER_QUERY

    @property
    def seconds(self) -> tuple[int, ...]:
        """The second of each offer; 0 for all if none has a date."""
        if not self.created:
            return (0,) * len(self.ids)
        return tuple(ms // 1000 for ms in self.created)

    @property
    def newest(self) -> int | None:
        """The second of the first offer."""
        return self.created[0] // 1000 if self.created else None

    @property
    def oldest(self) -> int | None:
        """The second of the last offer."""
        return self.created[-1] // 1000 if self.created else None


def _plausible(date: int | None) -> int | None:
    """Return *date*, unless no bound could be made of it."""
    return date if date is not None and BEGINNING <= date // 1000 <= END else None


def _filled(dates: list[int | None]) -> tuple[int, ...]:
    """Give an offer without a date the date of the one before it, or of the first dated one.

    >>> _filled([None, 5, None, 3]), _filled([None])
    ((5, 5, 5, 3), ())
    """
    last = next((date for date in dates if date is not None), None)
    filled = []
    for date in dates:
        last = last if date is None else date
        if last is not None:
            filled.append(last)
    return tuple(filled)
